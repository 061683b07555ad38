package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An end that does what a test says, and is ready when the test says so: for what real peers do once in a million turns. Only for the
 * loop's thread.
 */
final class ScriptedEnd implements RelayEnd {
    /** Holds bytes as a pipe of the kernel's does. */
    private static final class Pipe implements RelayPipe {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public long fill(RelayEnd from, long most) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) most);
            int count = from.read(buffer);
            content.write(buffer.array(), 0, Math.max(0, count));
            return count;
        }

        @Override
        public long drain(RelayEnd to, long most) throws IOException {
            byte[] bytes = content.toByteArray();
            int count = to.write(ByteBuffer.wrap(bytes, 0, (int) most));
            content.reset();
            content.write(bytes, count, bytes.length - count);
            return count;
        }

        @Override
        public void close() {
            content.reset();
        }
    }

    private static final RelayPipe.Factory PIPES = Pipe::new;

    /** What it has got. */
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    /** How many bytes it gives yet: 0, 1, 2 and so on, by the place in the stream. */
    int toGive;

    /** How many it takes yet. */
    int room;

    /** What the next write is told, as the system tells of a reset: once, and reading finds an end from then on. */
    IOException nextFailure;

    /** Whether a failure was told that nobody saw: the write that it came to had taken something. */
    boolean swallowsFailure;

    boolean broken;

    /** What reads are told, or null. */
    IOException readFailure;

    /** Whether it gives no more, and that is all. */
    boolean atEnd;

    boolean ended;
    boolean aborted;
    boolean closed;

    /** Whether it was let go of, as one that somebody else has closed. */
    boolean abandoned;

    private final boolean spliced;
    private final IdleEnd watched = new IdleEnd(new AtomicInteger(), true);
    private EventHandler handler;
    private int given;

    ScriptedEnd(boolean spliced) {
        this.spliced = spliced;
    }

    /** The byte at a place of what an end gives. */
    static byte at(int place) {
        return (byte) (place + place / 256);
    }

    /** Is ready, as far as it is watched. */
    void ready(int bits) throws IOException {
        handler.onReady(watched, Readiness.of(bits));
    }

    Interest interest() {
        return watched.interest();
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler whom) throws IOException {
        handler = whom;
        return watched.register(source, interest, whom);
    }

    @Override
    public RelayPipe.Factory pipes(RelayEnd to) {
        return spliced ? PIPES : null;
    }

    @Override
    public boolean canRead() {
        return true;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (readFailure != null) {
            throw readFailure;
        }
        if (broken || (atEnd && toGive == 0)) {
            return -1;
        }
        int count = Math.min(target.remaining(), toGive);
        for (int i = 0; i < count; i++) {
            target.put(at(given + i));
        }
        given += count;
        toGive -= count;
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (broken) {
            throw new IOException("Broken pipe");
        }
        int count = Math.min(source.remaining(), room);
        if (nextFailure != null) {
            broken = true;
            if (!swallowsFailure) {
                throw nextFailure;
            }
        }
        for (int i = 0; i < count; i++) {
            taken.write(source.get());
        }
        room -= count;
        return count;
    }

    @Override
    public boolean endOutput() {
        ended = true;
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }

    @Override
    public void abort() {
        aborted = true;
        closed = true;
    }
}
