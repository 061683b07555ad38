package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on nio over nio with one cold thread, with a cold side that keeps what it gets. */
@Tag("matrix")
class SinkingNioNioContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "nio").policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
