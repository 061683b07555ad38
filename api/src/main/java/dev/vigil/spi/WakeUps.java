package dev.vigil.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Wake-ups: one flag, whatever their number, and a call of the mechanism only when somebody is blocked in it.
 *
 * <p>The asking thread sets the flag, then looks whether somebody is blocked; a polling thread says that it blocks, then
 * looks at the flag. One of the two sees the other, so no wake-up is lost.
 */
final class WakeUps {
    private static final VarHandle PENDING;

    static {
        try {
            PENDING = MethodHandles.lookup().findVarHandle(WakeUps.class, "pending", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How long to leave a thread that was called out before it is woken again. */
    private static final long CALL_NANOS = 20_000;

    private final OpenState state;
    private final Mechanism mechanism;
    private final Pollers pollers;
    private final LongAdder asked = new LongAdder();
    private final LongAdder coalesced = new LongAdder();
    private volatile boolean pending;

    /**
     * Whether the descriptor of the source was given away. Then it is to be readable as long as there is a reason to poll, whether
     * or not a thread is blocked: a wake-up of the mechanism makes it so until the next poll.
     */
    private volatile boolean watched;

    /** Threads that are about to call the mechanism, or negative once that is no longer allowed. */
    private final AtomicInteger callers = new AtomicInteger();

    WakeUps(OpenState state, Mechanism mechanism, Pollers pollers) {
        this.state = state;
        this.mechanism = mechanism;
        this.pollers = pollers;
    }

    /** A wake-up that the application asks for. */
    void wakeUp() {
        if (pending || !PENDING.compareAndSet(this, false, true)) {
            coalesced.increment();
        } else if (watched || pollers.anyBlocked()) {
            wakeOrForget();
        }
        // Last, for somebody waits for the rest.
        asked.increment();
    }

    /** From now on the descriptor of the source tells of every reason to poll, and of those there are already. */
    void watch() {
        watched = true;
        if (pending || pollers.hasLeftOvers()) {
            wake();
        }
    }

    /** Has the descriptor of the source tell of events that a thread left behind, if somebody may be watching it. */
    void tellOfLeftOvers() {
        if (watched) {
            wake();
        }
    }

    boolean isPending() {
        return pending;
    }

    /** Takes the pending wake-up, if there is one: from now on another one counts again. */
    boolean take() {
        return pending && PENDING.compareAndSet(this, true, false);
    }

    /** If the mechanism cannot be woken the next one who asks has to try again, and not to count on this one. */
    private void wakeOrForget() {
        try {
            wake();
        } catch (Throwable e) {
            pending = false;
            throw e;
        }
    }

    /** Wakes a thread in the mechanism, for whatever reason. Does nothing once the mechanism is being freed. */
    void wake() {
        try {
            if (callers.incrementAndGet() > 0) {
                mechanism.wake();
            }
        } finally {
            callers.decrementAndGet();
        }
    }

    /**
     * Keeps out of the mechanism until every thread that was called out of it has come. Of several threads in epoll_wait the
     * kernel wakes the one that came last, so two that pass a wake-up on and come back would pass it to each other, and never
     * to one that waits below them.
     */
    void awaitCalled() {
        while (pollers.anyCalled()) {
            wake();
            LockSupport.parkNanos(this, CALL_NANOS);
        }
    }

    /** After a thread has seen the wake-up of the mechanism: if it was meant for another one, that one gets it. */
    void passOn() {
        if (pollers.anyCalled() || !state.isOpen()) {
            wake();
        }
    }

    /** Allows no further call of the mechanism, and waits until the ones under way are over. */
    void stop() {
        callers.addAndGet(Integer.MIN_VALUE);
        while (callers.get() != Integer.MIN_VALUE) {
            Thread.onSpinWait();
        }
    }

    long asked() {
        return asked.sum();
    }

    long coalesced() {
        return coalesced.sum();
    }
}
