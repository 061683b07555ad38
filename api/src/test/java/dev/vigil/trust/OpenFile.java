package dev.vigil.trust;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/** An open file of a script. Its near end is watched; what makes that ready belongs to this object. */
public abstract class OpenFile {
    /** The number that the near end was opened with; the script may move it. -1 for a channel. */
    public abstract int opened();

    /** The channel that is registered, or null for a file that is registered by its number. */
    public SelectableChannel channel() {
        return null;
    }

    /**
     * Does something to it.
     *
     * @param act one of those that its kind has
     * @param near a number of the near end
     * @return false if it found no room, or nothing to do
     * @throws IOException if the system refuses, which is part of the script: a broken pipe, a reset
     */
    public abstract boolean act(Act act, int near) throws IOException;

    /** Closes all but the near end. Idempotent. */
    public abstract void closeFar() throws IOException;
}
