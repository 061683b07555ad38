package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on poll over four sets of poll, each with its thread, with moves at every opportunity. */
class EagerPartitionedContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").threads(4).policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
