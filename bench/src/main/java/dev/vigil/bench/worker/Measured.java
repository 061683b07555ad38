package dev.vigil.bench.worker;

/**
 * What a round took.
 *
 * @param iterations done
 * @param nanos time for all of them
 * @param cpu CPU time of the polling threads over the same
 */
public record Measured(long iterations, long nanos, long cpu) {}
