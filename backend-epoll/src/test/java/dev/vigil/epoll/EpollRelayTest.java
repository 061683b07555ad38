package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.RelayTroubleContract;
import dev.vigil.posix.RawFixtures;

/** Relays on epoll. */
class EpollRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
