package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.EventSource;
import dev.vigil.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How tests poll: until what they wait for has come, with a generous limit. */
public final class Polling {
    /** How long a test waits for what must come, on a machine that is busy with other things. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** How long a test listens to hear that nothing comes. */
    public static final Duration QUIET = Duration.ofMillis(10);

    private Polling() {}

    /** Polls until a condition holds, or fails. */
    public static void until(EventSource source, BooleanSupplier condition, Supplier<String> what) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            source.poll(left(end, what));
        }
    }

    /** The time that is left; fails when there is none, or when the thread is to end. */
    private static long left(long end, Supplier<String> what) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            fail("did not come within " + LIMIT + ": " + what.get());
        }
        if (Thread.currentThread().isInterrupted()) {
            fail("interrupted while waiting for " + what.get());
        }
        return left;
    }

    /** Polls until a handler has been called. */
    public static void untilSeen(EventSource source, Recorder recorder) throws IOException {
        until(source, () -> recorder.count() > 0, () -> "an event");
    }

    /** Polls until the flags of all events together contain these {@link Readiness} bits. */
    public static void untilSeen(EventSource source, Recorder recorder, int bits) throws IOException {
        until(
                source,
                () -> (recorder.union() & bits) == bits,
                () -> Readiness.of(bits) + ", but came " + recorder.all());
    }

    /** Listens for a while, and fails if a handler is called. */
    public static void assertSilent(EventSource source) throws IOException {
        long end = System.nanoTime() + QUIET.toNanos();
        for (long left = QUIET.toNanos(); left > 0; left = end - System.nanoTime()) {
            assertEquals(0, source.poll(left), "handlers ran");
        }
    }

    /**
     * Writes to the near end until it takes no more and is reported as writable no more: what a TCP socket has sent makes room
     * in its send buffer while it travels. Only WRITE is watched meanwhile.
     */
    public static void fill(Link link, EventSource source) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        do {
            link.fill();
        } while (source.poll(Math.min(QUIET.toNanos(), left(end, () -> "that it is full"))) > 0);
    }

    /** Takes what {@link #fill} wrote, as it arrives, until a handler is called. */
    public static void relieve(Link link, EventSource source, Recorder recorder) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (recorder.count() == 0) {
            link.relieve();
            source.poll(Math.min(QUIET.toNanos(), left(end, () -> "room to write")));
        }
    }

    /** Polls until the last event has exactly these {@link Readiness} bits, and makes sure that it stays so. */
    public static void untilSettled(EventSource source, Recorder recorder, int bits) throws IOException {
        until(
                source,
                () -> recorder.last().bits() == bits,
                () -> Readiness.of(bits) + " in the end, but came " + recorder.last());
        recorder.clear();
        for (int i = 0; i < 3; i++) {
            assertEquals(1, source.poll(LIMIT), "the state stays, and so is reported again");
        }
        recorder.assertOnly(bits);
    }
}
