package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on epoll over poll with one cold thread, with moves at every opportunity. */
@Tag("matrix")
class EagerEpollPollContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("epoll", "poll").policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
