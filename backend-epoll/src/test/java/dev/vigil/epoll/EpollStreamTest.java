package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.stream.StreamContract;

/** Streams on epoll. */
class EpollStreamTest implements StreamContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
