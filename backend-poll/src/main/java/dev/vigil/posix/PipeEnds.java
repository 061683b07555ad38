package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;

/**
 * The two descriptors of a pipe. Nothing closes them but their owner.
 *
 * @param readEnd the end to read from
 * @param writeEnd the end to write to
 */
public record PipeEnds(int readEnd, int writeEnd) implements Closeable {

    /**
     * Closes both ends. For owners that have closed neither: a number that was closed may be somebody else's by now.
     *
     * @throws IOException if an end is not open
     */
    @Override
    public void close() throws IOException {
        Descriptors.closeBoth(readEnd, writeEnd);
    }
}
