package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on nio over nio with one cold thread, with moves at every opportunity. */
class EagerNioNioContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "nio").policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
