package dev.vigil.relay;

import java.util.Map;

/**
 * What a relay has done so far, all pairs together.
 *
 * @param started how many pairs were begun
 * @param active how many of them go on, those that are still connecting included
 * @param ended how many ended in each way
 * @param forth what went from first ends to second ends
 * @param back what went from second ends to first ends
 * @param lentBytes how much memory of the pools holds, or waits for, relayed bytes
 * @param allocatedBytes how much memory the pools have taken from the system; they keep it
 * @param memoryBytes how much they take at most
 */
public record RelayTotals(
        long started,
        long active,
        Map<RelayOutcome, Long> ended,
        RelayCounts forth,
        RelayCounts back,
        long lentBytes,
        long allocatedBytes,
        long memoryBytes) {
    /**
     * How many pairs ended in one way.
     *
     * @param outcome the way
     * @return their number
     */
    public long ended(RelayOutcome outcome) {
        return ended.getOrDefault(outcome, 0L);
    }
}
