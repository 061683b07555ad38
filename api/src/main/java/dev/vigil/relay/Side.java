package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;

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

    private final RelayPair pair;
    private final RelayEnd end;

    /** What is watched while nothing is wanted. */
    private Interest quiet;

    private Interest interest;

    /** Null until something is watched. */
    private Registration registration;

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

    /** Has been told of an error or a hang-up, which stays: it is not to be told again. */
    void hush() {
        quiet = Interest.NONE;
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
                if (registration != null) {
                    registration.cancel();
                }
            } finally {
                closeEnd(abort);
            }
        } catch (IOException e) {
            // It is closed all the same, and there is nobody to tell: what could be delivered was.
            return before;
        } catch (Throwable e) {
            if (before != null) {
                e.addSuppressed(before);
            }
            return e;
        }
        return before;
    }

    private void closeEnd(boolean abort) throws IOException {
        if (abort) {
            end.abort();
        } else {
            end.close();
        }
    }
}
