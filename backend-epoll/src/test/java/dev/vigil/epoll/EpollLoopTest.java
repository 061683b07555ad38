package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.LoopContract;
import dev.vigil.posix.RawFixtures;

/** Loops on epoll. */
class EpollLoopTest implements LoopContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
