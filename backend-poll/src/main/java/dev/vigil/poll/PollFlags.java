package dev.vigil.poll;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.PollConstants;

/** Between the library's bits and those of {@code <poll.h>}. */
final class PollFlags {
    /** POLLIN to POLLNVAL, which are the same on every system, and the numbers of {@link Readiness}. */
    private static final int COMMON = PollConstants.POLLIN
            | PollConstants.POLLPRI
            | PollConstants.POLLOUT
            | PollConstants.POLLERR
            | PollConstants.POLLHUP
            | PollConstants.POLLNVAL;

    private PollFlags() {}

    static int readiness(int revents) {
        int ready = revents & COMMON;
        return (revents & PollConstants.POLLRDHUP) != 0 ? ready | Readiness.READ_CLOSED_BIT : ready;
    }

    static short events(Interest interest) {
        int events = 0;
        events |= interest.isRead() ? PollConstants.POLLIN : 0;
        events |= interest.isWrite() ? PollConstants.POLLOUT : 0;
        events |= interest.isPriority() ? PollConstants.POLLPRI : 0;
        events |= interest.isReadClosed() ? PollConstants.POLLRDHUP : 0;
        return (short) events;
    }
}
