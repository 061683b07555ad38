package dev.vigil.epoll;

import dev.vigil.accept.AcceptorTroubleContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** Acceptors on epoll. */
class EpollAcceptorTest implements AcceptorTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
