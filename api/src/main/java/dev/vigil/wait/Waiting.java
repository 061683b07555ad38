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

    /** Others that wait for the same descriptor, or are told in the same go. Guarded by the lock of the descriptor until it is taken out. */
    Waiting next;

    /** What it will be told. Written by whoever takes it out. */
    int toTell;

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

    /** How many a list holds. */
    static int count(Waiting list) {
        int count = 0;
        for (Waiting each = list; each != null; each = each.next) {
            count++;
        }
        return count;
    }

    /** Ends the waits of a list, outside of all locks: each was taken out of its station by the caller. */
    static void tellAll(Waiting list) {
        Waiting each = list;
        while (each != null) {
            // Once it is told it is its thread's again.
            Waiting next = each.next;
            each.told = each.toTell;
            LockSupport.unpark(each.thread);
            each = next;
        }
    }
}
