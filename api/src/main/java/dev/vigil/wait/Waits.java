package dev.vigil.wait;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * Waits for descriptors by being parked. On a virtual thread that gives the carrier back; on a platform thread it serves where a wait has to
 * be ended by another thread.
 *
 * <p>Any number of threads may wait for one descriptor, for the same or for other directions; each is told when what it waits for is
 * there, and one that finds that another was faster waits again. What ends a wait leaves nothing registered.
 */
public final class Waits {
    /** System property: how many threads watch, 1 to 1,024; one if it is not set. Descriptors are dealt out to them by number. */
    public static final String THREADS = "dev.vigil.wait.threads";

    /** System property: after how many milliseconds without anybody waiting they end. */
    public static final String IDLE = "dev.vigil.wait.idle";

    private static final int MOST_THREADS = 1_024;
    private static final long IDLE_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final Map<Backend, Watcher[]> WATCHERS = new ConcurrentHashMap<>();

    /** What has to hold for a wait to go on. */
    @FunctionalInterface
    public interface Guard {
        /**
         * Asked when the wait begins, and after {@link #lookAgain}.
         *
         * @return false to end the wait
         */
        boolean goesOn();
    }

    private Waits() {}

    /**
     * Waits as {@link dev.vigil.EventSource#await} tells, parked.
     *
     * @param backend whose mechanism watches, and which looks first
     * @param fd the descriptor
     * @param interest directions without a mode
     * @param nanos how long to wait at most
     * @return what was seen, or {@link Readiness#NONE} when the time is over or the thread is interrupted
     * @throws AsynchronousCloseException if the descriptor is closed meanwhile by {@code dev.vigil.posix}
     * @throws IOException if the system refuses
     */
    public static Readiness await(Backend backend, int fd, Interest interest, long nanos) throws IOException {
        Readiness now = backend.await(fd, interest, 0);
        if (now != Readiness.NONE || nanos == 0 || Thread.currentThread().isInterrupted()) {
            return now;
        }
        return park(backend, fd, interest, nanos, () -> true);
    }

    /**
     * Waits parked, without looking first: for who has just found that there is nothing.
     *
     * @param backend whose mechanism watches
     * @param fd the descriptor
     * @param interest directions without a mode
     * @param nanos how long to wait at most
     * @param guard what has to hold
     * @return what was seen, or {@link Readiness#NONE} when the time is over, the thread is interrupted, or the guard says no
     * @throws AsynchronousCloseException if the descriptor is closed meanwhile by {@code dev.vigil.posix}
     * @throws IOException if the system refuses
     */
    public static Readiness park(Backend backend, int fd, Interest interest, long nanos, Guard guard)
            throws IOException {
        long start = System.nanoTime();
        long left = nanos;
        while (true) {
            int told = watcher(backend, fd).await(fd, interest, left, guard);
            if (told >= 0) {
                return Readiness.of(told);
            }
            if (told == Waiting.CLOSED) {
                throw new AsynchronousCloseException();
            }
            Readiness now = backend.await(fd, interest, 0);
            left = nanos - (System.nanoTime() - start);
            if (now != Readiness.NONE || left <= 0 || !guard.goesOn()) {
                return now;
            }
        }
    }

    private static Watcher watcher(Backend backend, int fd) {
        Watcher[] all = WATCHERS.get(backend);
        if (all == null) {
            all = WATCHERS.computeIfAbsent(backend, Waits::watchers);
        }
        return all[fd % all.length];
    }

    private static Watcher[] watchers(Backend backend) {
        int count = Math.min(MOST_THREADS, Math.max(1, Integer.getInteger(THREADS, 1)));
        // So much that more is no other thing, and no sum with it overflows.
        long idle = Math.min(Integer.MAX_VALUE, Math.max(1, Long.getLong(IDLE, IDLE_MILLIS))) * NANOS_PER_MILLI;
        Watcher[] all = new Watcher[count];
        for (int i = 0; i < count; i++) {
            all[i] = new Watcher(backend, "vigil-watcher-" + backend.name() + (count == 1 ? "" : "-" + i), idle);
        }
        return all;
    }

    /**
     * Says that a descriptor is about to be closed: whoever waits for it gets an {@link AsynchronousCloseException}. Followed by {@link
     * #lookAgain} when it is closed, for those who came in between.
     *
     * @param fd the descriptor
     */
    public static void closing(int fd) {
        tellAll(fd, Waiting.CLOSED);
    }

    /**
     * Has those who wait for a descriptor look again: whether it is open, whether it is ready, whether their guard lets them go on.
     *
     * @param fd the descriptor
     */
    public static void lookAgain(int fd) {
        tellAll(fd, Waiting.LOOK_AGAIN);
    }

    private static void tellAll(int fd, int what) {
        // Mostly there are none, or one.
        if (fd < 0 || WATCHERS.isEmpty()) {
            return;
        }
        for (Watcher[] all : WATCHERS.values()) {
            all[fd % all.length].tellAll(fd, what);
        }
    }

    /**
     * How many threads are parked here.
     *
     * @return the number at this moment
     */
    public static int waiting() {
        return sum(Watcher::waiting);
    }

    /**
     * How many descriptors the watching threads know, of which those that nobody waits for are silent.
     *
     * @return the number at this moment
     */
    public static int watched() {
        return sum(Watcher::watched);
    }

    /**
     * How many threads watch: none, when nobody has waited for a while.
     *
     * @return the number at this moment
     */
    public static int watching() {
        return sum(watcher -> watcher.isRunning() ? 1 : 0);
    }

    private static int sum(ToIntFunction<Watcher> figure) {
        return WATCHERS.values().stream()
                .flatMap(Arrays::stream)
                .mapToInt(figure)
                .sum();
    }
}
