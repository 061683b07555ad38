package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;

/**
 * Two connected sockets of the family {@code AF_UNIX}. Nothing closes them but their owner.
 *
 * @param first one end
 * @param second the other
 */
public record SocketPair(int first, int second) implements Closeable {

    /**
     * Closes both ends. For owners that have closed neither: a number that was closed may be somebody else's by now.
     *
     * @throws IOException if an end is not open
     */
    @Override
    public void close() throws IOException {
        Descriptors.closeBoth(first, second);
    }
}
