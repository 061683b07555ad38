package dev.vigil.migrating;

import dev.vigil.accept.AcceptorTroubleContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** Acceptors on the migrating backend as it comes. */
class MigratingAcceptorTest implements AcceptorTroubleContract {
    private static final Fixture FIXTURE = RawFixtures.of("migrating");

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
