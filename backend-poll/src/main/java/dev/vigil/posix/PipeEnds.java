package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The two descriptors of a pipe. Nothing closes them but their owner. */
public final class PipeEnds implements Closeable {
    private final int readEnd;
    private final int writeEnd;
    private final AtomicBoolean closed = new AtomicBoolean();

    PipeEnds(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /**
     * The end to read from.
     *
     * @return the descriptor
     */
    public int readEnd() {
        return readEnd;
    }

    /**
     * The end to write to.
     *
     * @return the descriptor
     */
    public int writeEnd() {
        return writeEnd;
    }

    /**
     * Closes both ends; closing again does nothing. For owners that have closed neither by its number: such a number may be
     * somebody else's by now.
     *
     * @throws IOException if an end is not open
     */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            Descriptors.closeBoth(readEnd, writeEnd);
        }
    }

    /** Names both. */
    @Override
    public String toString() {
        return "PipeEnds[fd " + readEnd + ", fd " + writeEnd + "]";
    }
}
