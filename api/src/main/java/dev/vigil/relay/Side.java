package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;

/**
 * One end of a pair and its registration. The interest is brought in line once at the end of a turn, and most turns change
 * nothing. Only for the loop's thread.
 *
 * <p>An end that is neither to be read nor written now is still watched for errors where that can be: for priority data, which
 * nobody sends, and with which errors and hang-ups are reported. So a peer that is reset while its reading is stopped is noticed at
 * once, rather than when somebody reads on.
 */
final class Side implements EventHandler {
    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    /** For how long a peer's urgent data keeps it from being watched for errors. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final RelayPair pair;
    private final RelayEnd end;

    /** What is watched while nothing is wanted. */
    private Interest quiet;

    private Interest interest;

    /** Null until something is watched. */
    private Registration registration;

    /** Until when it is not watched while nothing is wanted, or null. */
    private Timer pause;

    /** Whether somebody else has closed it. */
    private boolean lost;

    Side(RelayPair pair, RelayEnd end) {
        this.pair = pair;
        this.end = end;
        quiet = pair.home().loop.source().features().contains(Feature.PRIORITY) ? Interest.PRIORITY : Interest.NONE;
    }

    RelayEnd end() {
        return end;
    }

    @Override
    public void onReady(Registration self, Readiness ready) {
        pair.onReady(this, ready);
    }

    /** Whether nothing is wanted: what is reported then is an error, or a hang-up. */
    boolean isQuiet() {
        return interest == quiet || interest == Interest.NONE;
    }

    /**
     * Has been told of something that stays while nothing is read, and is not to be told of it again. An error or a hang-up stays for
     * good; behind urgent data there may be either yet, so it listens again after a while.
     */
    void hush(Readiness ready) {
        boolean forGood = ready.isError() || ready.isHangup();
        if (forGood) {
            endPause();
        } else if (pause == null && quiet != Interest.NONE) {
            pause = pair.home().schedule(PAUSE, this::listenAgain);
        }
        quiet = Interest.NONE;
    }

    private void endPause() {
        if (pause != null) {
            pause.cancel();
            pause = null;
        }
    }

    private void listenAgain() {
        pause = null;
        quiet = Interest.PRIORITY;
        if (interest == Interest.NONE) {
            pair.run(() -> watch(false, false));
        }
    }

    /** Somebody else has closed it. */
    void lose() {
        lost = true;
    }

    /** Brings the interest in line with what is wanted. */
    void watch(boolean input, boolean output) throws IOException {
        Interest wanted = wanted(input, output);
        if (wanted != interest) {
            interest = wanted;
            if (registration == null) {
                registration = end.register(pair.home().loop.source(), wanted, this);
            } else {
                registration.update(wanted);
            }
        }
    }

    private Interest wanted(boolean input, boolean output) {
        if (input) {
            return output ? BOTH : Interest.READ;
        }
        return output ? Interest.WRITE : quiet;
    }

    /**
     * Is told of nothing any more, and closes.
     *
     * @param abort whether the other side is to see the stream as broken off
     * @param before what was somebody's mistake by then, or null
     * @return what is by now
     */
    Throwable close(boolean abort, Throwable before) {
        try {
            try {
                stop();
            } finally {
                closeEnd(abort);
            }
        } catch (IOException e) {
            // It is closed all the same, and there is nobody to tell: what could be delivered was.
            return before;
        } catch (Throwable e) {
            if (before != null && before != e) {
                e.addSuppressed(before);
            }
            return e;
        }
        return before;
    }

    private void stop() {
        endPause();
        if (registration != null) {
            registration.cancel();
        }
    }

    private void closeEnd(boolean abort) throws IOException {
        if (lost) {
            end.abandon();
        } else if (abort) {
            end.abort();
        } else {
            end.close();
        }
    }
}
