package dev.vigil.bench.flow;

/** Tells a sender of a given rate how much is due. What it could not get rid of in time is lost, as a second of film is. */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double bytesPerNano;
    private double owed;
    private long last;

    /**
     * A pace that begins now.
     *
     * @param bytesPerSecond the rate, above 0
     * @param now on the clock of {@link System#nanoTime()}
     */
    Pace(double bytesPerSecond, long now) {
        this.bytesPerNano = bytesPerSecond / NANOS_PER_SECOND;
        this.last = now;
    }

    /** How many bytes are due by now. */
    long due(long now) {
        owed += (now - last) * bytesPerNano;
        last = now;
        return (long) owed;
    }

    /** So many were sent. */
    void sent(long bytes) {
        owed -= bytes;
    }

    /** Forgets what was due and could not be sent, but for so many bytes: a rate is not made up for. */
    void keep(long bytes) {
        owed = Math.min(owed, (double) bytes);
    }
}
