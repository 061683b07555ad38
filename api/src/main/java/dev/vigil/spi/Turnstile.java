package dev.vigil.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread at a time into a mechanism that takes no more; the others queue behind it, each for as long as its own
 * timeout. The one inside leaves before it runs handlers, so that the next fetches other events meanwhile.
 */
final class Turnstile {
    private static final VarHandle LEADER;
    private static final VarHandle FOLLOWERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LEADER = lookup.findVarHandle(Turnstile.class, "leader", Thread.class);
            FOLLOWERS = lookup.findVarHandle(Turnstile.class, "followers", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Thread leader;
    private volatile int followers;

    boolean tryEnter(Thread me) {
        return leader == null && LEADER.compareAndSet(this, null, me);
    }

    void exit(Pollers pollers) {
        leader = null;
        if (followers != 0) {
            pollers.nextFollower();
        }
    }

    /** Waits until there may be room, the time is over, or the thread has a reason to look around. Returns early at will. */
    void follow(Poller me, OpenState state, Pollers pollers, long nanos) {
        FOLLOWERS.getAndAdd(this, 1);
        me.following = true;
        try {
            if (leader == null || !state.isOpen() || pollers.hasLeftOvers()) {
                return;
            }
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            me.following = false;
            FOLLOWERS.getAndAdd(this, -1);
            // This thread may have been the one let go on, and may leave because its time is over.
            if (leader == null && followers != 0) {
                pollers.nextFollower();
            }
        }
    }
}
