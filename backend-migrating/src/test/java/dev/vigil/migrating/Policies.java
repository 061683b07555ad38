package dev.vigil.migrating;

/** Policies for tests. */
final class Policies {
    /** Promotes with each event and demotes after each quiet round, and wakes the cold side for it. */
    static final MigrationPolicy EAGER = new Rounds(1, 1, "eager");

    /** Leaves everything where it begins. */
    static final MigrationPolicy NEVER = new Rounds(MigrationPolicy.NEVER, 0, "never");

    /** Demotes after one quiet round and never promotes, so that the cold side delivers everything itself. */
    static final MigrationPolicy SINKING = new Rounds(1, 0, "sinking");

    private Policies() {}

    private record Rounds(long patience, long worth, String name) implements MigrationPolicy {
        @Override
        public long patience(MigrationCosts costs) {
            return patience;
        }

        @Override
        public long worth(MigrationCosts costs) {
            return worth;
        }

        @Override
        public double tolerance(MigrationCosts costs) {
            return 0;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
