package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The contract on the kqueue made for the tests, with a struct kevent of 40 bytes, as on NetBSD. */
@NeedsCKqueue
class Layout40ContractTest implements KqueueContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.WIDE));

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
