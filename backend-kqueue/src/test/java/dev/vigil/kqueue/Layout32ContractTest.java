package dev.vigil.kqueue;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The contract on the kqueue made for the tests, with a struct kevent of 32 bytes, as on macOS. */
@NeedsCKqueue
class Layout32ContractTest implements EventSourceContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC));

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
