package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on poll over poll with one cold thread, with moves at every opportunity. */
class EagerPollPollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
