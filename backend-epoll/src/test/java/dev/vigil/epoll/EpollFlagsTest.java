package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.Readiness;
import org.junit.jupiter.api.Test;

/** That readiness has the numbers of {@code <sys/epoll.h>}, which decoding relies on. */
class EpollFlagsTest {
    @Test
    void eachBitOfEventsIsTheReadinessOfItsName() {
        assertEquals(Readiness.READABLE_BIT, EpollFlags.readiness(EpollConstants.EPOLLIN));
        assertEquals(Readiness.PRIORITY_BIT, EpollFlags.readiness(EpollConstants.EPOLLPRI));
        assertEquals(Readiness.WRITABLE_BIT, EpollFlags.readiness(EpollConstants.EPOLLOUT));
        assertEquals(Readiness.ERROR_BIT, EpollFlags.readiness(EpollConstants.EPOLLERR));
        assertEquals(Readiness.HANGUP_BIT, EpollFlags.readiness(EpollConstants.EPOLLHUP));
        assertEquals(Readiness.READ_CLOSED_BIT, EpollFlags.readiness(EpollConstants.EPOLLRDHUP));
    }

    @Test
    void whatHasNoNameIsLeftOut() {
        int named = EpollConstants.EPOLLIN
                | EpollConstants.EPOLLPRI
                | EpollConstants.EPOLLOUT
                | EpollConstants.EPOLLERR
                | EpollConstants.EPOLLHUP
                | EpollConstants.EPOLLRDHUP;
        assertEquals(0, EpollFlags.readiness(~named));
    }
}
