package dev.vigil.kqueue;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on nio over a kqueue with a cold thread, with moves at every opportunity. */
@NeedsCKqueue
class EagerNioKqueueContractTest implements EventSourceContract {
    private final Fixture fixture = MigratingKqueues.eagerOfChannels("nio", "ckqueue");

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** A poll that does not wait sees of the cold side what its thread has reported by then. */
    @Override
    public boolean tellsAtOnce() {
        return false;
    }
}
