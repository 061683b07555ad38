package dev.vigil.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Entries whose state has changed since the array was last brought up to date. Any thread puts in, the one that awaits takes
 * all. An entry is in it at most once, and carries no change itself: the one who takes it reads the state as it is by then.
 * Nothing is allocated and nobody waits.
 */
final class ChangeQueue {
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(ChangeQueue.class, "head", PollEntry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile PollEntry head;

    void put(PollEntry entry) {
        if (!entry.claimQueueing()) {
            return;
        }
        PollEntry first;
        do {
            first = head;
            entry.next = first;
        } while (!HEAD.compareAndSet(this, first, entry));
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Takes all, linked by {@link PollEntry#next}, or null. */
    PollEntry takeAll() {
        return head == null ? null : (PollEntry) HEAD.getAndSet(this, null);
    }
}
