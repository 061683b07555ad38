package dev.vigil.epoll;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Watch;

/** Between the library's bits and those of {@code <sys/epoll.h>}. */
final class EpollFlags {
    /**
     * The mask of a watch that is to be silent. The kernel adds ERR and HUP to every mask, so an empty one would report a
     * hang-up for ever; with one-shot it does so once, and the source drops that.
     */
    static final int PARKED = EpollConstants.EPOLLONESHOT;

    /** Readiness by the five low bits of the events word, with RDHUP as the sixth. */
    private static final byte[] READINESS = new byte[64];

    private static final int LOW = 0x1f;
    private static final int RDHUP_SHIFT = 8;
    private static final int RDHUP_INDEX = EpollConstants.EPOLLRDHUP >> RDHUP_SHIFT;

    static {
        for (int i = 0; i < READINESS.length; i++) {
            int ready = 0;
            ready |= (i & EpollConstants.EPOLLIN) != 0 ? Readiness.READABLE_BIT : 0;
            ready |= (i & EpollConstants.EPOLLPRI) != 0 ? Readiness.PRIORITY_BIT : 0;
            ready |= (i & EpollConstants.EPOLLOUT) != 0 ? Readiness.WRITABLE_BIT : 0;
            ready |= (i & EpollConstants.EPOLLERR) != 0 ? Readiness.ERROR_BIT : 0;
            ready |= (i & EpollConstants.EPOLLHUP) != 0 ? Readiness.HANGUP_BIT : 0;
            ready |= (i & RDHUP_INDEX) != 0 ? Readiness.READ_CLOSED_BIT : 0;
            READINESS[i] = (byte) ready;
        }
    }

    private EpollFlags() {}

    static int readiness(int events) {
        return READINESS[(events & LOW) | ((events >>> RDHUP_SHIFT) & RDHUP_INDEX)];
    }

    static int mask(Watch watch) {
        if (!watch.isLive()) {
            return PARKED;
        }
        Interest interest = watch.interest();
        int mask = 0;
        mask |= interest.isRead() ? EpollConstants.EPOLLIN : 0;
        mask |= interest.isWrite() ? EpollConstants.EPOLLOUT : 0;
        mask |= interest.isPriority() ? EpollConstants.EPOLLPRI : 0;
        mask |= interest.isReadClosed() ? EpollConstants.EPOLLRDHUP : 0;
        mask |= interest.isEdge() ? EpollConstants.EPOLLET : 0;
        mask |= interest.isOneShot() ? EpollConstants.EPOLLONESHOT : 0;
        mask |= interest.isExclusive() ? EpollConstants.EPOLLEXCLUSIVE : 0;
        return mask;
    }
}
