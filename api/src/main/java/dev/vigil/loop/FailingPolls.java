package dev.vigil.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Polls that fail one after the other, not for what a handler did: somebody else has closed the set (EBADF), or the limit of
 * descriptors is below what poll(2) watches (EINVAL). It may pass, so the loop tries again, after pauses that grow, and only
 * after a while gives up. Only for the loop's thread.
 */
final class FailingPolls {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long patienceNanos;
    private long since;

    /** Zero while polls do not fail. */
    private long pauseNanos;

    FailingPolls(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** Notes that one has failed; true if the one before had not. */
    boolean failed() {
        if (pauseNanos == 0) {
            since = System.nanoTime();
            pauseNanos = SHORTEST_NANOS;
            return true;
        }
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_NANOS);
        return false;
    }

    void succeeded() {
        pauseNanos = 0;
    }

    boolean isForGood() {
        return pauseNanos != 0 && System.nanoTime() - since >= patienceNanos;
    }

    /** How long to wait before the next one. */
    long pauseNanos() {
        return pauseNanos;
    }
}
