package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on epoll with epoll nested in it, without any move. */
@Tag("matrix")
class NeverEpollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("epoll", "epoll").policy(Policies.NEVER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
