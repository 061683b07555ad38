package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.LoopContract;
import dev.vigil.posix.RawFixtures;

/** Loops on the migrating backend as it comes. */
class MigratingLoopTest implements LoopContract {
    private static final Fixture FIXTURE = RawFixtures.of("migrating");

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
