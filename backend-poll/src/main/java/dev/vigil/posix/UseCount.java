package dev.vigil.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a descriptor open while somebody uses it: whoever is the last to leave after the end closes it. So no call ever
 * meets a number that was closed and given to another file. For backends, ends and listeners.
 */
public final class UseCount {

    private static final int ENDED = Integer.MIN_VALUE;

    /** How many are inside; the sign bit once the end was asked for. */
    private final AtomicInteger state = new AtomicInteger();

    /** With nobody inside. */
    public UseCount() {}

    /**
     * Enters, unless the end was asked for.
     *
     * @return true if the caller is inside, and has to leave
     */
    public boolean enter() {
        while (true) {
            int now = state.get();
            if (now < 0) {
                return false;
            }
            if (state.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /**
     * Leaves.
     *
     * @return true for the one that has to close
     */
    public boolean leave() {
        return state.decrementAndGet() == ENDED;
    }

    /**
     * Asks for the end.
     *
     * @return true if nobody is inside, so that the caller has to close
     */
    public boolean end() {
        while (true) {
            int now = state.get();
            if (now < 0) {
                return false;
            }
            if (state.compareAndSet(now, now | ENDED)) {
                return now == 0;
            }
        }
    }

    boolean isInUse() {
        return (state.get() & ~ENDED) != 0;
    }

    boolean isEnded() {
        return state.get() < 0;
    }
}
