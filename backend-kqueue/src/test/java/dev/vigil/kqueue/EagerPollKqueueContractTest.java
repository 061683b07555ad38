package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;

/** The contract on poll with a kqueue nested in it, with moves at every opportunity. */
@NeedsCKqueue
class EagerPollKqueueContractTest implements KqueueContract {
    private final Fixture fixture = MigratingKqueues.eager("poll", "ckqueue");

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
