package dev.vigil.poll;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.PollConstants;

/** Between the library's bits and those of {@code <poll.h>}. */
final class PollFlags {
    private static final int LOW = 0x3f;

    /** Readiness by the six low bits of revents, which are the same on every system. */
    private static final byte[] READINESS = new byte[LOW + 1];

    static {
        for (int i = 0; i < READINESS.length; i++) {
            int ready = 0;
            ready |= (i & PollConstants.POLLIN) != 0 ? Readiness.READABLE_BIT : 0;
            ready |= (i & PollConstants.POLLPRI) != 0 ? Readiness.PRIORITY_BIT : 0;
            ready |= (i & PollConstants.POLLOUT) != 0 ? Readiness.WRITABLE_BIT : 0;
            ready |= (i & PollConstants.POLLERR) != 0 ? Readiness.ERROR_BIT : 0;
            ready |= (i & PollConstants.POLLHUP) != 0 ? Readiness.HANGUP_BIT : 0;
            ready |= (i & PollConstants.POLLNVAL) != 0 ? Readiness.INVALID_BIT : 0;
            READINESS[i] = (byte) ready;
        }
    }

    private PollFlags() {}

    static int readiness(int revents) {
        int ready = READINESS[revents & LOW];
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
