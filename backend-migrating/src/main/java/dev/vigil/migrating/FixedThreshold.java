package dev.vigil.migrating;

/** A number of quiet rounds, whatever they cost. */
final class FixedThreshold implements MigrationPolicy {
    private final long rounds;

    FixedThreshold(long rounds) {
        if (rounds < 1 || rounds > NEVER) {
            throw new IllegalArgumentException("a threshold of " + rounds
                    + " rounds is not between 1 and MigrationPolicy.NEVER: give the number of quiet rounds after which a"
                    + " descriptor turns cold");
        }
        this.rounds = rounds;
    }

    @Override
    public long patience(MigrationCosts costs) {
        return rounds;
    }

    @Override
    public long worth(MigrationCosts costs) {
        return rounds;
    }

    @Override
    public String toString() {
        return "fixed:" + rounds;
    }
}
