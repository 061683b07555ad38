package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on poll over nio with one cold thread, with moves at every opportunity. */
@Tag("matrix")
class EagerPollNioContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.channels(Configurations.of("poll", "nio").policy(Policies.EAGER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
