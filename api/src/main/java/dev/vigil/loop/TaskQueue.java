package dev.vigil.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tasks handed in to a loop, and for how long any are taken. Whatever comes first, each task is run, refused, or counted as
 * dropped, and only one of these. Any thread may add, close and cut off; the rest is for the loop's thread.
 */
final class TaskQueue {
    private static final int TAKING = 0;

    /** None is taken any more; those taken by then are run. */
    private static final int CLOSING = 1;

    /** Nothing is run any more. */
    private static final int CUT_OFF = 2;

    /** All that were taken have been run. */
    private static final int ENDED = 3;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger state = new AtomicInteger(TAKING);
    private volatile int dropped;

    boolean isTaking() {
        return state.get() == TAKING;
    }

    boolean isClosing() {
        return state.get() == CLOSING;
    }

    /** Whether nothing is run any more, and nothing more is to be begun. */
    boolean isOver() {
        return state.get() >= CUT_OFF;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes a task; false if none is taken any more. */
    boolean add(Runnable task) {
        if (state.get() != TAKING) {
            return false;
        }
        queue.add(task);
        // The loop may have run its last task before this one came: either it ran it, or it is taken back.
        return state.get() == TAKING || !queue.remove(task);
    }

    Runnable poll() {
        return queue.poll();
    }

    /** Takes no more tasks; true for the first to ask. */
    boolean close() {
        return state.compareAndSet(TAKING, CLOSING);
    }

    /** Runs nothing any more. */
    void cutOff() {
        if (!state.compareAndSet(TAKING, CUT_OFF)) {
            state.compareAndSet(CLOSING, CUT_OFF);
        }
    }

    /**
     * The loop runs nothing any more. What is in the queue after an orderly end came late, and whoever brought it takes it back;
     * after a cut, what can be had is dropped. Returns how many of the users' tasks.
     */
    int end() {
        if (state.compareAndSet(CLOSING, ENDED)) {
            return 0;
        }
        state.set(CUT_OFF);
        int count = 0;
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            count += task instanceof TimerTask ? 0 : 1;
        }
        dropped = count;
        return count;
    }

    /** How many tasks were dropped at the end. */
    int dropped() {
        return dropped;
    }

    /** A task of the loop's own, which adds a timer or takes it away: of no use to anybody once the timers are gone. */
    @FunctionalInterface
    interface TimerTask extends Runnable {}
}
