package dev.vigil.accept;

import java.time.Duration;

/**
 * How fast connections come to one loop: by that it rotates, or serves a flood without rotating. Only for the loop's thread.
 *
 * <p>Who has had his share of a flood goes on until none is left, and only then leaves.
 */
final class ArrivalRate {
    /**
     * When connections come more slowly than this, the loop goes to the back of the queue at each: two control calls
     * are little of it then. When they come faster, it goes after several.
     */
    private static final long SLOW_NANOS = 100_000;

    /** When so many connections come to one loop within so long, they are a flood. */
    private static final int FLOOD = 16;

    static final Duration FLOOD_WITHIN = Duration.ofMillis(2);

    private final int rotateEvery;
    private final long floodNanos;
    private int unrotated;
    private long rotated;

    /** Connections accepted since {@link #since}, or since a flood was served. */
    private int served;

    private long since = System.nanoTime();

    /** The time of the last connection. */
    private long now;

    ArrivalRate(int rotateEvery, Duration floodWithin) {
        this.rotateEvery = rotateEvery;
        this.floodNanos = floodWithin.toNanos();
    }

    /** Counts a connection. */
    void count() {
        now = System.nanoTime();
        unrotated++;
        if (now - since >= floodNanos) {
            since = now;
            served = 0;
        }
        served++;
    }

    boolean isRotationDue() {
        return !isFlood() && (unrotated >= rotateEvery || now - rotated >= SLOW_NANOS);
    }

    /** Notes that the loop has gone to the back of the queue. */
    void rotated() {
        unrotated = 0;
        rotated = now;
    }

    /** Whether the loop has had its share of a flood. */
    boolean isFlood() {
        return served >= FLOOD;
    }

    void floodServed() {
        served = 0;
    }
}
