package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on poll over poll with one cold thread, with a cold side that keeps what it gets. */
@Tag("matrix")
class SinkingPollPollContractTest implements ThreadedContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").policy(Policies.SINKING));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
