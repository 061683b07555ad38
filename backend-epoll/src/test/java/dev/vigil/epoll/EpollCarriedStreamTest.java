package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.stream.HaphazardStreams;
import dev.vigil.stream.StreamContract;

/** Streams on epoll that something carries which leaves much undone, and fails in the end. */
class EpollCarriedStreamTest implements StreamContract, HaphazardStreams {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }
}
