package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on poll over four sets of poll, each with its thread, with a cold side that keeps what it gets. */
@Tag("matrix")
class SinkingPartitionedContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").threads(4).policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
