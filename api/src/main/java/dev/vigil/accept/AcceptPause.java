package dev.vigil.accept;

import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a loop watches its listener, and if not, why and for how long:
 *
 * <pre>{@code
 *              standAside                callBack, by another thread
 *   WATCHING --------------> ASIDE ------------------------------------> CALLED
 *    |    ^                    |  the time is over                         |  the loop's next task
 *    |    +--------------------+-------------------------------------------+
 *    |    |
 *    |    | the time is over
 *    v    |
 *   PAUSED
 * }</pre>
 *
 * <p>Only for the loop's thread where nothing else is said.
 */
final class AcceptPause {
    private enum State {
        WATCHING,
        /** Leaves a flood to the others. */
        ASIDE,
        /** One of the others wants it back. */
        CALLED,
        /** Leaves the listener alone for a while, whatever the others do. */
        PAUSED
    }

    private final EventLoop loop;

    /** Brings the registration in line. */
    private final Runnable changed;

    /** Written by the loop's thread; by others only from ASIDE to CALLED. */
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    /** When it comes back from standing aside, unless it is held. Written before the state. */
    private volatile long asideUntil;

    /** Of the pause under way, or null before the first. */
    private Timer timer;

    AcceptPause(EventLoop loop, Runnable changed) {
        this.loop = loop;
        this.changed = changed;
    }

    /** For any thread. */
    boolean isWatching() {
        return state.get() == State.WATCHING;
    }

    /** Leaves the listener alone for so long. */
    void pause(Duration time) {
        begin(State.PAUSED, time);
    }

    /** Leaves a flood to the others for so long, or until one of them calls back. */
    void standAside(Duration time) {
        asideUntil = System.nanoTime() + time.toNanos();
        begin(State.ASIDE, time);
    }

    private void begin(State why, Duration time) {
        try {
            timer = loop.schedule(time, this::end);
        } catch (RejectedExecutionException e) {
            // The loop is about to end, and with it the watching.
            return;
        }
        state.set(why);
        changed.run();
    }

    private void end() {
        timer.cancel();
        state.set(State.WATCHING);
        changed.run();
    }

    /** Whether it leaves a flood to the others; not if it should be back and is held. For any thread. */
    boolean isAside() {
        return state.get() == State.ASIDE && System.nanoTime() - asideUntil < 0;
    }

    /** Ends the standing aside, if there is one, soon. For any thread. */
    void callBack() {
        if (state.get() != State.ASIDE || !state.compareAndSet(State.ASIDE, State.CALLED)) {
            return;
        }
        try {
            loop.execute(this::comeBack);
        } catch (RejectedExecutionException e) {
            // It has ended.
            return;
        }
    }

    private void comeBack() {
        if (state.get() == State.CALLED) {
            end();
        }
    }
}
