package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.raw.RawDatagrams;

/** Datagrams of raw descriptors on epoll. */
class EpollDatagramTest implements RawDatagrams {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
