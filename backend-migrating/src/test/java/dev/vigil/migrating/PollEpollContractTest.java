package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on poll with epoll nested in it, as it comes. */
class PollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE = Configurations.raw(Configurations.of("poll", "epoll"));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
