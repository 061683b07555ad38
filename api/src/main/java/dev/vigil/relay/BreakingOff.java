package dev.vigil.relay;

import dev.vigil.Readiness;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;

/**
 * What is left of a pair when one end has failed, and everything that came from it before was written to the other: the survivor, which
 * is to be told. A reset would overtake what is still in its send queue, so that is waited for; meanwhile what it sends is read and
 * thrown away, since a peer that is stopped in the middle of sending reads nothing.
 *
 * <p>A survivor that was told of an orderly end already, by an end that failed only then, has got everything: it is given a while to
 * end its own output. Closing with its bytes unread would take back what it has not yet read.
 */
final class BreakingOff implements Phase {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final RelayPair pair;
    private final Side survivor;
    private final boolean outputEnded;
    private final IOException cause;
    private final IdleTimer idle;
    private boolean inputOver;

    /** Null unless it is given a while. */
    private Timer linger;

    BreakingOff(RelayPair pair, Side survivor, boolean outputEnded, boolean inputOver, IOException cause) {
        this.pair = pair;
        this.survivor = survivor;
        this.outputEnded = outputEnded;
        this.inputOver = inputOver;
        this.cause = cause;
        this.idle = new IdleTimer(pair);
    }

    @Override
    public void begin() throws IOException {
        if (outputEnded && inputOver) {
            pair.end(RelayOutcome.FAILED, cause, false);
        } else if (outputEnded) {
            survivor.watch(true, false);
            linger = pair.home().schedule(LINGER, () -> pair.end(RelayOutcome.FAILED, cause, true));
        } else if (survivor.end().deliverFirst()) {
            idle.start();
            survivor.watch(!inputOver, true);
        } else {
            pair.end(RelayOutcome.FAILED, cause, true);
        }
    }

    @Override
    public void onReady(Side side, Readiness ready) throws IOException {
        if (ready.isError() || (ready.isWritable() && !outputEnded)) {
            pair.end(RelayOutcome.FAILED, cause, true);
        } else if (ready.isReadable() && !inputOver) {
            inputOver = isAtEnd();
            if (inputOver && outputEnded) {
                pair.end(RelayOutcome.FAILED, cause, false);
            } else {
                survivor.watch(!inputOver, !outputEnded);
            }
        }
    }

    private boolean isAtEnd() {
        try {
            int count = pair.home().discard(survivor.end());
            if (count > 0) {
                idle.moved();
            }
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public RelayOutcome failure(Throwable why) {
        return RelayOutcome.FAILED;
    }

    @Override
    public boolean hasPending() {
        return true;
    }

    @Override
    public Throwable close(boolean abort) {
        idle.cancel();
        if (linger != null) {
            linger.cancel();
        }
        return survivor.close(abort, null);
    }

    @Override
    public String toString() {
        return survivor.end() + ", broken off";
    }
}
