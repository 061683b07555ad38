package dev.vigil.stream;

import dev.vigil.loop.Timer;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Ends a stream, or a port, in which no byte moves for as long as it may, or of whose output none is taken. Only for the loop's thread. Looks at
 * the clock only where somebody wants to know, once in a turn.
 */
final class TimeLimits {
    private final Member member;
    private final StreamLoop home;
    private long lastMoved;

    /** Since when output waits and nothing was taken, where {@link #isWaiting}. */
    private long waitingSince;

    private boolean isWaiting;

    /** Each null while it does not run: there is no limit, nothing waits, or the loop is about to end. */
    private Timer idle;

    private Timer write;

    TimeLimits(Member member, StreamLoop home) {
        this.member = member;
        this.home = home;
    }

    void begin() {
        if (home.settings.idleNanos() > 0) {
            lastMoved = System.nanoTime();
            idle = home.schedule(home.settings.idleNanos(), this::lookAtIdle);
        }
    }

    /** Bytes have moved, in whichever direction. */
    void moved() {
        if (home.settings.idleNanos() > 0) {
            lastMoved = home.now();
        }
    }

    /** Some output was taken, and the rest waits; or nothing was. */
    void outputWaits(boolean someTaken) {
        if (home.settings.writeNanos() > 0 && (someTaken || !isWaiting)) {
            isWaiting = true;
            waitingSince = home.now();
            if (write == null) {
                write = home.schedule(home.settings.writeNanos(), this::lookAtWrite);
            }
        }
    }

    void outputIsOut() {
        isWaiting = false;
    }

    private void lookAtIdle() {
        long limit = home.settings.idleNanos();
        long left = lastMoved + limit - System.nanoTime();
        if (left > 0) {
            idle = home.schedule(left, this::lookAtIdle);
        } else {
            member.fail(new SocketTimeoutException(
                    "no byte has moved for " + Duration.ofNanos(limit) + " between here and " + member.end()));
        }
    }

    private void lookAtWrite() {
        long limit = home.settings.writeNanos();
        write = null;
        if (!isWaiting) {
            return;
        }
        long left = waitingSince + limit - System.nanoTime();
        if (left > 0) {
            write = home.schedule(left, this::lookAtWrite);
        } else {
            member.fail(new SocketTimeoutException(
                    "nothing of what waits was taken for " + Duration.ofNanos(limit) + " by " + member.end()));
        }
    }

    void cancel() {
        if (idle != null) {
            idle.cancel();
        }
        if (write != null) {
            write.cancel();
        }
    }
}
