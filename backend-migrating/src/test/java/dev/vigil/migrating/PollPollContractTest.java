package dev.vigil.migrating;

import dev.vigil.contract.Fixture;

/** The contract on poll over poll with one cold thread, as it comes. */
class PollPollContractTest implements ThreadedContract {
    private static final Fixture FIXTURE = Configurations.raw(Configurations.of("poll", "poll"));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
