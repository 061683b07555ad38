package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The contract on the kqueue made for the tests, with a struct kevent of 64 bytes, as on FreeBSD 12 and later. */
@NeedsCKqueue
class Layout64ContractTest implements KqueueContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.EXTENDED));

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
