package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on epoll with epoll nested in it, as it comes. */
class EpollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE = Configurations.raw(Configurations.of("epoll", "epoll"));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
