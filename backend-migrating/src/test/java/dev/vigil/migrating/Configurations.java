package dev.vigil.migrating;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The configurations that the contract suite runs on. */
final class Configurations {
    private Configurations() {}

    static MigratingSettings.Builder of(String hot, String cold) {
        return MigratingSettings.builder().hot(hot).cold(cold);
    }

    static Fixture raw(MigratingSettings.Builder settings) {
        return RawFixtures.of(MigratingBackend.with(settings.build()));
    }

    static Fixture channels(MigratingSettings.Builder settings) {
        return new Fixture(MigratingBackend.with(settings.build()), ChannelKinds.all(), null);
    }
}
