package dev.vigil.stream;

/**
 * What all streams of a group have done so far.
 *
 * @param opened how many were opened, with the ports for datagrams
 * @param active how many of them are not closed yet
 * @param counts what they have moved
 * @param lentBytes how much memory of the pools holds bytes now
 * @param allocatedBytes how much memory the pools have taken from the system; they keep it
 * @param memoryBytes how much they take at most, but for 4 KiB each way of streams that come when all is taken
 */
public record StreamTotals(
        long opened, long active, StreamCounts counts, long lentBytes, long allocatedBytes, long memoryBytes) {}
