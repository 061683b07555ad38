package dev.vigil.kqueue;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on a kqueue over nio with a cold thread, with moves at every opportunity. */
@NeedsCKqueue
class EagerKqueueNioContractTest implements EventSourceContract {
    private final Fixture fixture = MigratingKqueues.eagerOfChannels("ckqueue", "nio");

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
