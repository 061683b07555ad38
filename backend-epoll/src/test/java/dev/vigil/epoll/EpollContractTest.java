package dev.vigil.epoll;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The contract on epoll. */
class EpollContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
