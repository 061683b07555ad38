package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;

/** The contract on a kqueue over poll with one cold thread, with moves at every opportunity. */
@NeedsCKqueue
class EagerKqueuePollContractTest implements KqueueContract {
    private final Fixture fixture = MigratingKqueues.eager("ckqueue", "poll");

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** What is cold is told once its thread has reported it. */
    @Override
    public boolean tellsAtOnce() {
        return false;
    }
}
