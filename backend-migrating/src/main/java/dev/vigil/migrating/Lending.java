package dev.vigil.migrating;

import dev.vigil.spi.Mechanism;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many sets are lent, and whether somebody must be woken for one.
 *
 * <p>The polling thread says that it blocks, then looks for lent sets; a cold thread lends its set, then looks whether somebody
 * is blocked. One of the two sees the other.
 */
final class Lending {
    private final Mechanism hot;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean blocking;

    Lending(Mechanism hot) {
        this.hot = hot;
    }

    /** By a cold thread: its set is up for the polling thread. */
    void lent() {
        count.incrementAndGet();
        if (blocking) {
            hot.wake();
        }
    }

    /** By the polling thread: a set goes back. */
    void givenBack() {
        count.decrementAndGet();
    }

    boolean any() {
        return count.get() > 0;
    }

    /** By the polling thread. */
    void blocking(boolean nowBlocking) {
        blocking = nowBlocking;
    }
}
