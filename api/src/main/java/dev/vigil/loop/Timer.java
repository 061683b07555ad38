package dev.vigil.loop;

/** Something that a loop does later, once or periodically. May be cancelled by any thread. */
public final class Timer {
    private final EventLoop loop;
    private final Runnable action;
    private final long periodNanos;

    /** When it is due, by {@link System#nanoTime}. Only for the loop's thread. */
    long due;

    /** Its place in the heap, or -1. Only for the loop's thread. */
    int place = -1;

    private volatile boolean active = true;

    Timer(EventLoop loop, Runnable action, long due, long periodNanos) {
        this.loop = loop;
        this.action = action;
        this.due = due;
        this.periodNanos = periodNanos;
    }

    /**
     * Sees to it that the action does not start again. Called on the loop's thread, it does not start after this returns;
     * called by another thread, one that is about to start may. Idempotent.
     */
    public void cancel() {
        if (active) {
            active = false;
            loop.forget(this);
        }
    }

    /**
     * Whether the action is still to come.
     *
     * @return false once it was cancelled, has run for the last time, or its loop has ended
     */
    public boolean isActive() {
        return active && !loop.isTerminated();
    }

    boolean isPeriodic() {
        return periodNanos > 0;
    }

    /** The next time after {@code now} that is a whole number of periods after the last one: late turns are not made up for. */
    void advance(long now) {
        long behind = now - due;
        due += periodNanos * (behind < 0 ? 1 : behind / periodNanos + 1);
    }

    void run() {
        if (active) {
            if (!isPeriodic()) {
                active = false;
            }
            action.run();
        }
    }

    boolean wasCancelled() {
        return !active;
    }
}
