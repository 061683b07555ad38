package dev.vigil.migrating;

/**
 * Rent until the rent paid is the price, then buy. In rounds: the price over the rent of a round.
 *
 * <p>Where each cold event costs as much as the price, one event pays everything back, and this is the rule for ski rental
 * (Karlin, Manasse, Rudolph and Sleator, 1988). Where it costs less, this is the work-function rule for two states: go when
 * the excess cost of staying has reached the cost of going there and back.
 */
final class RentersRule implements MigrationPolicy {
    /** The part of its patience that a descriptor gets which came for a lone event. */
    private static final int PROBATION = 8;

    static final RentersRule INSTANCE = new RentersRule();

    private RentersRule() {}

    @Override
    public long patience(MigrationCosts costs) {
        return Math.max(1, rounds(costs.price(), costs));
    }

    @Override
    public long worth(MigrationCosts costs) {
        return rounds(costs.coldEvent(), costs);
    }

    /** Nested, where there is nobody to wake, a descriptor has earned its place with several events. */
    @Override
    public long probation(MigrationCosts costs) {
        return costs.wakeUp() == 0 ? NEVER : Math.max(1, rounds(costs.price() / PROBATION, costs));
    }

    private static long rounds(double nanos, MigrationCosts costs) {
        return Math.min(NEVER, (long) Math.ceil(nanos / costs.rent()));
    }

    @Override
    public String toString() {
        return "renter";
    }
}
