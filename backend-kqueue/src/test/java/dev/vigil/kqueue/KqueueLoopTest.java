package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.LoopContract;
import dev.vigil.posix.RawFixtures;

/** Loops on the kqueue made for the tests. */
@NeedsCKqueue
class KqueueLoopTest implements LoopContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC));

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
