package dev.vigil.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the bytes of one direction are between the two ends. While a stream runs at full speed between ends that can be spliced,
 * they stay in a pipe of the kernel's. Else they pass through one large buffer that all pairs of the loop use in turn: what a read
 * finds is written at once, and only what the receiver does not take moves on to a {@link Backlog}. What is in the pipe is older
 * than what is in memory. Holds neither pipe nor memory while it is empty. Only for the loop's thread.
 *
 * <p>A call costs much more than the bytes that it moves, until they are many; so the buffer is as large as the depth allows, and a
 * pipe too. Splicing saves copying twice, but a small splice costs more than a copy: so it begins after a read that got a lot, and
 * ends when little came.
 *
 * <p>That splice(2) finds nothing, or the end, is believed only after a read has said the same: at the mark of urgent data it finds
 * either, and only a read goes on behind it.
 */
final class FlowBuffer {
    /** What is copied to see whether there is more, where more would be spliced. */
    private static final int FIRST_READ = 64 * 1024;

    /** Less is copied as fast. */
    private static final int LITTLE = 16 * 1024;

    private final RelayLoop home;
    private final long depth;
    private final Backlog backlog;

    /** Opens pipes, or null where nothing can be spliced, or no more is. */
    private RelayPipe.Factory factory;

    private RelayPipe pipe;
    private long piped;

    /** The loop's buffer while something is in it that is of this direction, within one turn; or null. */
    private ByteBuffer transit;

    private boolean streaming;
    private boolean exhausted;

    FlowBuffer(RelayLoop home, RelayPipe.Factory factory, Backlog backlog) {
        this.home = home;
        this.factory = factory;
        this.depth = home.settings.bufferBytes();
        this.backlog = backlog;
    }

    long pending() {
        return piped + (transit == null ? 0 : transit.remaining()) + backlog.pending();
    }

    boolean isEmpty() {
        return piped == 0 && transit == null && backlog.isEmpty();
    }

    boolean isFull() {
        return pending() >= depth || backlog.isFull();
    }

    /** Whether the last {@link #fill} leaves nothing to be had for now. */
    boolean sourceIsExhausted() {
        return exhausted;
    }

    /** Takes once from an end, at most so much: how many bytes, 0, or -1 at the end. Not while this is full, or in the loop's buffer. */
    long fill(RelayEnd from, long most) throws IOException {
        long wanted = Math.min(most, depth - pending());
        boolean spliced = streaming && backlog.isEmpty() && hasPipe();
        if (spliced) {
            long count = fillPipe(from, wanted);
            if (count > 0) {
                piped += count;
                streaming = count >= LITTLE;
                exhausted = !streaming;
                return count;
            }
            // Nothing, the end, urgent data, or a pipe that is full: reading tells which.
        }
        if (spliced || (factory != null && !streaming)) {
            wanted = Math.min(wanted, FIRST_READ);
        }
        long count =
                isEmpty() ? fillTransit(from, (int) Math.min(wanted, Integer.MAX_VALUE)) : fillBacklog(from, wanted);
        streaming = factory != null && ((spliced && count == 0) || (!exhausted && count >= Math.min(LITTLE, depth)));
        return count;
    }

    private long fillPipe(RelayEnd from, long most) throws IOException {
        try {
            return pipe.fill(from, most);
        } catch (UnsupportedOperationException e) {
            factory = null;
            return 0;
        }
    }

    private long fillBacklog(RelayEnd from, long most) throws IOException {
        int count = backlog.fill(from, most);
        exhausted = backlog.sourceIsExhausted();
        return count;
    }

    private long fillTransit(RelayEnd from, int most) throws IOException {
        ByteBuffer buffer = home.pool.transit();
        int wanted = backlog.room(Math.min(most, buffer.capacity()));
        int count = from.read(buffer.clear().limit(wanted));
        buffer.flip();
        transit = count > 0 ? buffer : null;
        exhausted = count < wanted;
        return count;
    }

    private boolean hasPipe() {
        if (pipe == null) {
            try {
                pipe = home.pipes.borrow(factory);
            } catch (UnsupportedOperationException e) {
                factory = null;
            }
        }
        return pipe != null;
    }

    /** Gives once to an end; false if it took less than it was given. Not while this is empty. */
    boolean drain(RelayEnd to) throws IOException {
        if (piped > 0) {
            piped -= Math.max(0, pipe.drain(to, piped));
            return piped == 0;
        }
        if (transit == null) {
            return backlog.drain(to);
        }
        to.write(transit);
        boolean all = !transit.hasRemaining();
        leaveTransit();
        return all;
    }

    /** Frees the loop's buffer for others, and for what is read next: that must not overtake what is in it. */
    void leaveTransit() {
        if (transit != null) {
            ByteBuffer rest = transit;
            transit = null;
            backlog.append(rest);
        }
    }

    /** At the end of a turn: leaves the loop's buffer, and gives the pipe back if it is empty. One that refuses is of no use to others. */
    void rest() {
        leaveTransit();
        if (pipe != null && piped == 0) {
            home.pipes.giveBack(pipe, factory != null);
            pipe = null;
        }
    }

    /** Drops everything. */
    void clear() {
        transit = null;
        if (pipe != null) {
            home.pipes.giveBack(pipe, piped == 0 && factory != null);
            pipe = null;
            piped = 0;
        }
        backlog.clear();
    }
}
