package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.stream.RingedStreams;
import dev.vigil.stream.StreamContract;
import dev.vigil.uring.RingSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** Streams on epoll whose batches go through a ring in which much fails. */
class EpollFaultyRingStreamTest implements StreamContract, RingedStreams {
    @BeforeAll
    static void needRing() {
        Assumptions.assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
    }

    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }

    @Override
    public boolean isFaulty() {
        return true;
    }
}
