package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on epoll with epoll nested in it, with a cold side that keeps what it gets. */
@Tag("matrix")
class SinkingEpollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("epoll", "epoll").policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
