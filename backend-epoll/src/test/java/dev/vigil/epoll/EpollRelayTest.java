package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.RelayContract;
import dev.vigil.posix.RawFixtures;

/** Relays on epoll. */
class EpollRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
