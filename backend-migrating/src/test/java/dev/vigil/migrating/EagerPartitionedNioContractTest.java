package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on nio over four sets of nio, each with its thread, with moves at every opportunity. */
@Tag("matrix")
class EagerPartitionedNioContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "nio").threads(4).policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
