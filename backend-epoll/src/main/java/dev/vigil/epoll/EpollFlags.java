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

    /** IN, PRI, OUT, ERR and HUP have the numbers of {@link Readiness}. */
    private static final int COMMON = Readiness.READABLE_BIT
            | Readiness.PRIORITY_BIT
            | Readiness.WRITABLE_BIT
            | Readiness.ERROR_BIT
            | Readiness.HANGUP_BIT;

    private static final int READ_CLOSED_SHIFT = Integer.numberOfTrailingZeros(EpollConstants.EPOLLRDHUP)
            - Integer.numberOfTrailingZeros(Readiness.READ_CLOSED_BIT);

    private EpollFlags() {}

    static int readiness(int events) {
        return (events & COMMON) | ((events >>> READ_CLOSED_SHIFT) & Readiness.READ_CLOSED_BIT);
    }

    static int mask(Watch watch) {
        if (!watch.isLive()) {
            return PARKED;
        }
        return maskOf(watch.interest());
    }

    /** The mask of a watch that is live, and of one that is for nothing. */
    static int maskOf(Interest interest) {
        if (interest == Interest.NONE) {
            return PARKED;
        }
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
