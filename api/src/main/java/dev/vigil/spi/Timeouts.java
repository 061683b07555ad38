package dev.vigil.spi;

import java.time.Duration;

/** Arithmetic with timeouts: rounds up, saturates, never wraps. */
public final class Timeouts {
    /** A wait without an end. */
    public static final long FOREVER = -1;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Timeouts() {}

    /**
     * A duration in nanoseconds.
     *
     * @param time the duration
     * @return its nanoseconds, or the largest long if they do not fit; negative for a negative duration
     */
    public static long nanos(Duration time) {
        if (time.isNegative()) {
            return -1;
        }
        return time.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : time.toNanos();
    }

    /**
     * A timeout in milliseconds for calls that take an int, rounded up so that a wait never ends early.
     *
     * @param nanos nanoseconds, or {@link #FOREVER}
     * @return milliseconds, at most {@link Integer#MAX_VALUE}; -1 for ever
     */
    public static int ceilMillis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        long millis = nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
