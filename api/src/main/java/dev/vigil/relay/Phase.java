package dev.vigil.relay;

import dev.vigil.Readiness;
import java.io.IOException;

/**
 * What a pair is at: {@link Connecting}, {@link Running} or {@link BreakingOff}. Each is whole when it is made, begins once, and hands
 * its ends either to the next one or closes them. Only for the loop's thread.
 */
interface Phase {
    /** Begins to watch. What it throws ends the pair. */
    void begin() throws IOException;

    /** Serves an event of one of its sides. What it throws ends the pair. */
    void onReady(Side side, Readiness ready) throws IOException;

    /** How a pair has ended that fails now, for this reason. */
    RelayOutcome failure(Throwable why);

    /** Whether bytes were read that are not written yet. */
    boolean hasPending();

    /**
     * Gives back what it holds and closes its ends.
     *
     * @param abort whether peers are to see the stream as broken off
     * @return what was somebody's mistake, or null
     */
    Throwable close(boolean abort);
}
