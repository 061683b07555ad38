package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;

/** The contract on a kqueue with another one nested in it, with moves at every opportunity. */
@NeedsCKqueue
class EagerKqueueKqueueContractTest implements KqueueContract {
    private final Fixture fixture = MigratingKqueues.eager("ckqueue", "ckqueue");

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
