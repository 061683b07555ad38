package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import org.junit.jupiter.api.Tag;

/** The contract on poll over poll with one cold thread, without any move. */
@Tag("matrix")
class NeverPollPollContractTest implements EventSourceContract {
    private static final Fixture FIXTURE =
            Configurations.raw(Configurations.of("poll", "poll").policy(Policies.NEVER));

    @Override
    public Fixture fixture() {
        return FIXTURE;
    }
}
