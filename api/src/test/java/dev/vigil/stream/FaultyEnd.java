package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** An end that reads and writes less than it could, at random, or fails as it is told. Only for the loop's thread. */
final class FaultyEnd implements RelayEnd {
    private final RelayEnd end;
    private final Random random;

    /** What the next write, or read, throws, or null. */
    volatile IOException nextWrite;

    volatile RuntimeException nextRead;
    volatile IOException nextRegister;

    /** Whether the next event is told as that of a number which somebody else has closed. */
    volatile boolean tellsInvalid;

    /** Whether it was let go of untouched, before anything else was done to it. */
    volatile boolean abandoned;

    private volatile boolean touched;

    FaultyEnd(RelayEnd end, long seed) {
        this.end = end;
        this.random = new Random(seed);
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        if (nextRegister != null) {
            throw nextRegister;
        }
        return end.register(
                source,
                interest,
                (self, ready) -> handler.onReady(self, tellsInvalid ? Readiness.of(Readiness.INVALID_BIT) : ready));
    }

    @Override
    public boolean canRead() {
        return end.canRead();
    }

    @Override
    public boolean canWrite() {
        return end.canWrite();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (nextRead != null) {
            throw nextRead;
        }
        int limit = target.limit();
        int part = part(target);
        if (part == 0) {
            return 0;
        }
        target.limit(target.position() + part);
        try {
            return end.read(target);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (nextWrite != null) {
            throw nextWrite;
        }
        int limit = source.limit();
        int part = part(source);
        if (part == 0) {
            return 0;
        }
        source.limit(source.position() + part);
        try {
            return end.write(source);
        } finally {
            source.limit(limit);
        }
    }

    /** All, some, or none. */
    private int part(ByteBuffer buffer) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(buffer.remaining());
            default -> buffer.remaining();
        };
    }

    @Override
    public boolean endOutput() throws IOException {
        return end.endOutput();
    }

    @Override
    public void abandon() throws IOException {
        abandoned = !touched;
        end.abandon();
    }

    @Override
    public void close() throws IOException {
        touched = true;
        end.close();
    }

    @Override
    public void abort() throws IOException {
        touched = true;
        end.abort();
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
