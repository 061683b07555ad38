package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on poll with epoll nested in it, with a cold side that keeps what it gets. */
@Tag("matrix")
class SinkingPollEpollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
