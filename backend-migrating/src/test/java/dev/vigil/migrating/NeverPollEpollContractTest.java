package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on poll with epoll nested in it, without any move. */
class NeverPollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.NEVER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
