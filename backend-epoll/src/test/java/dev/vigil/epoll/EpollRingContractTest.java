package dev.vigil.epoll;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.uring.RingSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract on epoll, when what handlers change waits for the end of the turn and goes in with a ring. */
class EpollRingContractTest implements EventSourceContract {
    @BeforeAll
    static void needRing() {
        Assumptions.assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
    }

    @Override
    public Fixture fixture() {
        return RawFixtures.of(new RingedEpoll());
    }
}
