package dev.vigil.selector;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import sun.nio.ch.Net;

/** Between the JDK's poll bits, which are the system's, and those of Vigil, which are those of POSIX. */
final class PollBits {
    private static final boolean SAME = Net.POLLIN == Readiness.READABLE_BIT
            && Net.POLLOUT == Readiness.WRITABLE_BIT
            && Net.POLLCONN == Readiness.WRITABLE_BIT
            && Net.POLLERR == Readiness.ERROR_BIT
            && Net.POLLHUP == Readiness.HANGUP_BIT
            && Net.POLLNVAL == Readiness.INVALID_BIT;

    private static final int WRITES = Net.POLLOUT | Net.POLLCONN;

    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    private PollBits() {}

    /** What a backend is to watch for. */
    static Interest interest(int events) {
        boolean read = (events & Net.POLLIN) != 0;
        if ((events & WRITES) == 0) {
            return read ? Interest.READ : Interest.NONE;
        }
        return read ? BOTH : Interest.WRITE;
    }

    /** What a backend has seen, as the JDK's channels want to be told. */
    static int events(int readiness) {
        return SAME ? readiness : translated(readiness);
    }

    private static int translated(int readiness) {
        int events = 0;
        events |= (readiness & Readiness.READABLE_BIT) != 0 ? Net.POLLIN : 0;
        events |= (readiness & Readiness.WRITABLE_BIT) != 0 ? WRITES : 0;
        events |= (readiness & Readiness.ERROR_BIT) != 0 ? Net.POLLERR : 0;
        events |= (readiness & Readiness.HANGUP_BIT) != 0 ? Net.POLLHUP : 0;
        events |= (readiness & Readiness.INVALID_BIT) != 0 ? Net.POLLNVAL : 0;
        return events;
    }
}
