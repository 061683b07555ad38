package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.Readiness;
import dev.vigil.posix.PollConstants;
import org.junit.jupiter.api.Test;

/** That readiness has the numbers of {@code <poll.h>}, which decoding relies on. */
class PollFlagsTest {
    @Test
    void eachBitOfReventsIsTheReadinessOfItsName() {
        assertEquals(Readiness.READABLE_BIT, PollFlags.readiness(PollConstants.POLLIN));
        assertEquals(Readiness.PRIORITY_BIT, PollFlags.readiness(PollConstants.POLLPRI));
        assertEquals(Readiness.WRITABLE_BIT, PollFlags.readiness(PollConstants.POLLOUT));
        assertEquals(Readiness.ERROR_BIT, PollFlags.readiness(PollConstants.POLLERR));
        assertEquals(Readiness.HANGUP_BIT, PollFlags.readiness(PollConstants.POLLHUP));
        assertEquals(Readiness.INVALID_BIT, PollFlags.readiness(PollConstants.POLLNVAL));
        assertEquals(
                PollConstants.POLLRDHUP == 0 ? 0 : Readiness.READ_CLOSED_BIT,
                PollFlags.readiness(PollConstants.POLLRDHUP));
    }

    @Test
    void whatHasNoNameIsLeftOut() {
        int named = PollConstants.POLLIN
                | PollConstants.POLLPRI
                | PollConstants.POLLOUT
                | PollConstants.POLLERR
                | PollConstants.POLLHUP
                | PollConstants.POLLNVAL
                | PollConstants.POLLRDHUP;
        assertEquals(0, PollFlags.readiness(0xffff & ~named));
    }
}
