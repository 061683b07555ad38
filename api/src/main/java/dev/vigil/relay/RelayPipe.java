package dev.vigil.relay;

import java.io.Closeable;
import java.io.IOException;

/**
 * A place in the kernel for bytes on their way between two ends, which then need not be copied into this process and back. Used by
 * one thread at a time, and by one direction of a pair at a time.
 *
 * <p>For those who write ends of their own: see {@link RelayEnd#pipes}.
 */
public interface RelayPipe extends Closeable {
    /** Opens pipes. */
    @FunctionalInterface
    interface Factory {
        /**
         * Opens a pipe.
         *
         * @return the pipe, empty
         * @throws IOException if the system refuses for now; bytes are copied then
         * @throws UnsupportedOperationException if the system refuses for good; bytes are copied from then on
         */
        RelayPipe open() throws IOException;
    }

    /**
     * Takes what is there from an end, without waiting.
     *
     * @param from the end
     * @param most how many bytes at most
     * @return how many were taken; 0 if there is nothing now, or the pipe is full; -1 if no more will come
     * @throws IOException if the stream is broken
     * @throws UnsupportedOperationException if the system refuses, and nothing was taken: this pipe gets no more to take, and the
     *     bytes of this direction are copied from then on
     */
    long fill(RelayEnd from, long most) throws IOException;

    /**
     * Gives to an end what it takes, without waiting.
     *
     * @param to the end
     * @param most how many bytes, no more than the pipe holds
     * @return how many were taken
     * @throws IOException if the stream is broken
     */
    long drain(RelayEnd to, long most) throws IOException;
}
