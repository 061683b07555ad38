package dev.vigil.relay;

import dev.vigil.loop.Timer;
import java.time.Duration;

/** Ends a pair in which no byte moves for as long as the relay was told to, if it was. Only for the loop's thread. */
final class IdleTimer {
    private final RelayPair pair;
    private final long limit;
    private long lastMoved;

    /** Null if there is no limit, or the loop is about to end. */
    private Timer timer;

    IdleTimer(RelayPair pair) {
        this.pair = pair;
        this.limit = pair.home().settings.idleNanos();
    }

    void start() {
        if (limit > 0) {
            lastMoved = System.nanoTime();
            timer = pair.home().schedule(Duration.ofNanos(limit), this::look);
        }
    }

    /** Looks at the clock only where somebody wants to know. */
    void moved() {
        if (timer != null) {
            lastMoved = System.nanoTime();
        }
    }

    private void look() {
        long left = lastMoved + limit - System.nanoTime();
        if (left <= 0) {
            pair.end(RelayOutcome.IDLE, null);
        } else {
            timer = pair.home().schedule(Duration.ofNanos(left), this::look);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
