package dev.vigil.migrating;

import dev.vigil.contract.Fixture;

/** The contract on poll over four sets of poll, each with its thread, as it comes. */
class PartitionedContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").threads(4));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
