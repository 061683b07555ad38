package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.relay.RelayTroubleContract;

/** Relays on epoll. */
class EpollRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
