package dev.vigil.bench.soak;

/**
 * One part of a run, a tenth usually.
 *
 * @param seconds since the run began, at its end
 * @param connections that it had
 * @param perSecond the same by time
 * @param medianNanos of the time from what a client sends to the last byte of the echo
 * @param highNanos what 99 of 100 took no longer than
 * @param levels at its end, while no connection is open
 */
public record SoakInterval(
        double seconds, long connections, double perSecond, long medianNanos, long highNanos, SoakLevels levels) {}
