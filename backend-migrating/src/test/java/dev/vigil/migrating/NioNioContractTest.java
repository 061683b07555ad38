package dev.vigil.migrating;

import dev.vigil.contract.Fixture;

/** The contract on nio over nio with one cold thread, as it comes. */
class NioNioContractTest implements ThreadedContract {
    private static final Fixture FIXTURE = Configurations.channels(Configurations.of("nio", "nio"));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
