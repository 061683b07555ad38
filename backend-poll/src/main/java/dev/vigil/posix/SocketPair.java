package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two connected sockets. Nothing closes them but their owner. */
public final class SocketPair implements Closeable {
    private final int first;
    private final int second;
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketPair(int first, int second) {
        this.first = first;
        this.second = second;
    }

    /**
     * One end.
     *
     * @return the descriptor
     */
    public int first() {
        return first;
    }

    /**
     * The other end.
     *
     * @return the descriptor
     */
    public int second() {
        return second;
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
            Descriptors.closeBoth(first, second);
        }
    }

    /** Names both. */
    @Override
    public String toString() {
        return "SocketPair[fd " + first + ", fd " + second + "]";
    }
}
