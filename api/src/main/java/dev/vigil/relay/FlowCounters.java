package dev.vigil.relay;

import java.util.concurrent.atomic.AtomicLong;

/** What one direction of a pair, or of all pairs of a loop, has moved so far. Counted by the loop's thread, read by any. */
final class FlowCounters {
    /** Counts along; null for the sum itself. */
    private final FlowCounters sum;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong stalls = new AtomicLong();
    private final AtomicLong stalledNanos = new AtomicLong();

    FlowCounters(FlowCounters sum) {
        this.sum = sum;
    }

    void moved(long count) {
        add(bytes, count);
        if (sum != null) {
            sum.moved(count);
        }
    }

    void stalled() {
        add(stalls, 1);
        if (sum != null) {
            sum.stalled();
        }
    }

    void stallEnded(long nanos) {
        add(stalledNanos, nanos);
        if (sum != null) {
            sum.stallEnded(nanos);
        }
    }

    /** One thread writes, so that nothing need be atomic. */
    private static void add(AtomicLong counter, long amount) {
        counter.lazySet(counter.getPlain() + amount);
    }

    RelayCounts counts() {
        return new RelayCounts(bytes.get(), stalls.get(), stalledNanos.get());
    }
}
