package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on nio over nio with one cold thread, with a cold side that keeps what it gets. */
class SinkingNioNioContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "nio").policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
