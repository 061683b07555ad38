package dev.vigil.kqueue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Fixture;
import dev.vigil.migrating.MigratingBackend;
import dev.vigil.migrating.MigratingSettings;
import dev.vigil.migrating.MigrationCosts;
import dev.vigil.migrating.MigrationPolicy;
import dev.vigil.posix.RawFixtures;

/** Pairs of which one is a kqueue, or both. */
final class MigratingKqueues {
    private static final MigrationPolicy EAGER = new Eager();

    private MigratingKqueues() {}

    /** A pair whose descriptors turn hot with each event, and cold after each round without one. */
    static Fixture eager(String hot, String cold) {
        NamedCKqueue.use();
        return RawFixtures.of(MigratingBackend.with(
                MigratingSettings.builder().hot(hot).cold(cold).policy(EAGER).build()));
    }

    /** The same, where one of the two is nio, and takes channels only. */
    static Fixture eagerOfChannels(String hot, String cold) {
        NamedCKqueue.use();
        MigratingSettings settings =
                MigratingSettings.builder().hot(hot).cold(cold).policy(EAGER).build();
        return new Fixture(MigratingBackend.with(settings), ChannelKinds.all(), null);
    }

    private static final class Eager implements MigrationPolicy {
        @Override
        public long patience(MigrationCosts costs) {
            return 1;
        }

        @Override
        public long worth(MigrationCosts costs) {
            return 1;
        }

        @Override
        public double tolerance(MigrationCosts costs) {
            return 0;
        }
    }
}
