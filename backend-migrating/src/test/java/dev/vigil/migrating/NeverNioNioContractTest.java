package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on nio over nio with one cold thread, without any move. */
@Tag("matrix")
class NeverNioNioContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "nio").policy(Policies.NEVER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
