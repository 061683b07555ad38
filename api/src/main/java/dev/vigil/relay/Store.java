package dev.vigil.relay;

import java.io.IOException;

/**
 * Where the bytes of one direction wait: in a pipe of the kernel's while a stream runs at full speed between two ends that can
 * be spliced, else in memory. What is in the pipe is always older than what is in memory. Holds neither while it is empty. Only
 * for the loop's thread.
 *
 * <p>Splicing saves copying twice, which is most of the cost of large reads. It costs as many calls as copying, and a small one
 * costs more: so it begins after a chunk was read full, and ends when little came.
 */
final class Store {
    static final int NO_MEMORY = Backlog.NO_MEMORY;

    /** As much as a chunk; less is copied as fast. */
    private static final int LITTLE = 16 * 1024;

    private final RelayPipe.Factory factory;
    private final PipePool pipes;
    private final Backlog backlog;
    private final long depth;
    private RelayPipe pipe;
    private long piped;
    private boolean streaming;
    private boolean exhausted;

    Store(RelayLoop home, RelayPipe.Factory factory) {
        this.factory = factory;
        this.pipes = home.pipes;
        this.depth = home.settings.bufferBytes();
        this.backlog = new Backlog(home.pool, depth);
    }

    long pending() {
        return piped + backlog.pending();
    }

    boolean isEmpty() {
        return pending() == 0;
    }

    boolean isFull() {
        return pending() >= depth || backlog.isFull();
    }

    /** Whether the last {@link #fill} leaves nothing to be had for now. */
    boolean sourceIsExhausted() {
        return exhausted;
    }

    /** Takes once from an end, about so much at most: how many bytes, 0, -1 at the end, or {@link #NO_MEMORY}. Not while this is full. */
    long fill(RelayEnd from, long most) throws IOException {
        if (streaming && backlog.isEmpty() && hasPipe()) {
            long count = pipe.fill(from, Math.min(most, depth - piped));
            if (count != 0) {
                piped += Math.max(0, count);
                streaming = count >= LITTLE;
                exhausted = !streaming;
                return count;
            }
            if (piped == 0) {
                exhausted = true;
                return 0;
            }
            // Either the pipe is full or there is nothing: reading tells which.
        }
        int count = backlog.fill(from, depth - pending());
        exhausted = backlog.sourceIsExhausted();
        streaming = factory != null && !exhausted && count >= LITTLE;
        return count;
    }

    private boolean hasPipe() {
        if (pipe == null) {
            pipe = pipes.borrow(factory);
        }
        return pipe != null;
    }

    /** Gives once to an end; false if it took less than it was given. Not while this is empty. */
    boolean drain(RelayEnd to) throws IOException {
        if (piped == 0) {
            return backlog.drain(to);
        }
        piped -= pipe.drain(to, piped);
        return piped == 0;
    }

    /** Gives the pipe back if it is empty. At the end of a turn. */
    void rest() {
        if (pipe != null && piped == 0) {
            pipes.giveBack(pipe, true);
            pipe = null;
        }
    }

    /** Drops everything. */
    void clear() {
        if (pipe != null) {
            pipes.giveBack(pipe, piped == 0);
            pipe = null;
            piped = 0;
        }
        backlog.clear();
    }
}
