package dev.vigil.relay;

/** What one direction of a pair, or of all pairs of a loop, has moved so far. Counted by the loop's thread. */
final class FlowTally {
    private final FlowTally total;
    private final Tally bytes = new Tally();
    private final Tally stalls = new Tally();
    private final Tally stalledNanos = new Tally();

    /** {@code total} counts along; it may be null. */
    FlowTally(FlowTally total) {
        this.total = total;
    }

    void moved(long count) {
        bytes.add(count);
        if (total != null) {
            total.moved(count);
        }
    }

    void stalled() {
        stalls.add(1);
        if (total != null) {
            total.stalled();
        }
    }

    void stallEnded(long nanos) {
        stalledNanos.add(nanos);
        if (total != null) {
            total.stallEnded(nanos);
        }
    }

    RelayCounts counts() {
        return new RelayCounts(bytes.get(), stalls.get(), stalledNanos.get());
    }
}
