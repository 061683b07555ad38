package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.relay.RelayContract;

/** Relays on epoll. */
class EpollRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
