package dev.vigil.spi;

import java.time.Duration;

/**
 * The settings of one source.
 *
 * @param batchSize how many events one poll delivers at most
 * @param spinNanos how long a poll that finds nothing looks again before it blocks
 * @param slowHandlerNanos how long a handler may take before it is reported
 */
public record Settings(int batchSize, long spinNanos, long slowHandlerNanos) {
    /** The batch size of a source that was not told otherwise. */
    public static final int DEFAULT_BATCH = 1024;

    /** The largest batch size. */
    public static final int MAX_BATCH = 1 << 20;

    /** What a source gets that was not told otherwise: a batch of 1024, no spinning, 10 ms. */
    public static final Settings DEFAULT = new Settings(DEFAULT_BATCH, 0, 10_000_000);

    /** Checks the ranges. */
    public Settings {
        requireBatchSize(batchSize);
        if (spinNanos < 0) {
            throw new IllegalArgumentException("spin time is negative: " + spinNanos + " ns");
        }
        if (slowHandlerNanos < 0) {
            throw new IllegalArgumentException("threshold for slow handlers is negative: " + slowHandlerNanos + " ns");
        }
    }

    static void requireBatchSize(int size) {
        if (size < 1 || size > MAX_BATCH) {
            throw new IllegalArgumentException("batch size " + size + " is not between 1 and " + MAX_BATCH);
        }
    }

    /**
     * These settings with another batch size.
     *
     * @param events the batch size
     * @return new settings
     */
    public Settings withBatchSize(int events) {
        return new Settings(events, spinNanos, slowHandlerNanos);
    }

    /**
     * These settings with another spin time.
     *
     * @param time the spin time
     * @return new settings
     */
    public Settings withSpin(Duration time) {
        requireNotNegative("spin time", time);
        return new Settings(batchSize, Timeouts.nanos(time), slowHandlerNanos);
    }

    /**
     * These settings with another threshold for slow handlers.
     *
     * @param threshold the threshold
     * @return new settings
     */
    public Settings withSlowHandler(Duration threshold) {
        requireNotNegative("threshold for slow handlers", threshold);
        return new Settings(batchSize, spinNanos, Timeouts.nanos(threshold));
    }

    private static void requireNotNegative(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(what + " is negative: " + time);
        }
    }
}
