package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on nio over epoll with one cold thread, with moves at every opportunity. */
@Tag("matrix")
class EagerNioEpollContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("nio", "epoll").policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
