package dev.vigil.wait;

import dev.vigil.Interest;
import java.util.concurrent.locks.LockSupport;

/** One thread that waits for one descriptor. */
final class Waiting {
    /** Told instead of readiness: what is watched may be another file by now, so look again. */
    static final int LOOK_AGAIN = -1;

    /** Told instead of readiness: the descriptor is about to be closed. */
    static final int CLOSED = -2;

    /** Told instead of readiness: nobody watches any more, see {@link #failure}. */
    static final int FAILED = -3;

    final Interest interest;
    private final Thread thread = Thread.currentThread();

    /** Others that wait for the same descriptor. Guarded by the watcher's lock. */
    Waiting next;

    /** Why nobody watches any more. Written before {@link #told}. */
    Throwable failure;

    /** Readiness bits, or one of the constants; 0 as long as there is nothing to tell. */
    private volatile int told;

    Waiting(Interest interest) {
        this.interest = interest;
    }

    int told() {
        return told;
    }

    /** Ends the wait. Called once, by whoever takes this out of its station. */
    void tell(int what) {
        told = what;
        LockSupport.unpark(thread);
    }
}
