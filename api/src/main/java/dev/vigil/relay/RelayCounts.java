package dev.vigil.relay;

/**
 * What one direction has moved so far.
 *
 * @param bytes how many bytes were written to the receiving end
 * @param stalls how often reading had to stop because the buffer was full, or no memory left
 * @param stalledNanos how long it stood still for that altogether, in nanoseconds; a stall that goes on counts when it is over
 */
public record RelayCounts(long bytes, long stalls, long stalledNanos) {
    RelayCounts plus(RelayCounts other) {
        return new RelayCounts(bytes + other.bytes, stalls + other.stalls, stalledNanos + other.stalledNanos);
    }
}
