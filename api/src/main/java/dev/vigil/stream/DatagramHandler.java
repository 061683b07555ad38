package dev.vigil.stream;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Is told what happens to a {@link DatagramPort}. Every method runs on the thread of the port's loop, one at a time, and never in the
 * middle of a call of the port's own methods.
 *
 * <p>What a method throws, but for {@link #onClose}, aborts its port: {@code onClose} is told of it, and so is the
 * {@link dev.vigil.loop.LoopExceptionHandler} of the loop. Others go on.
 */
@FunctionalInterface
public interface DatagramHandler {
    /**
     * The port has begun: the first that a handler is told. By default nothing is done.
     *
     * @param port the port
     * @throws IOException as whatever else it throws, which aborts the port
     */
    default void onOpen(DatagramPort port) throws IOException {}

    /**
     * A message has come, which may be empty. What is left in the buffer is dropped.
     *
     * @param port the port
     * @param from who has sent it; null if the sender has no address, as with an unnamed socket of the Unix domain
     * @param message the message, in a buffer that is only to be used during this call, and may be written to; big-endian
     * @throws IOException as whatever else it throws, which aborts the port
     */
    void onDatagram(DatagramPort port, SocketAddress from, ByteBuffer message) throws IOException;

    /**
     * There is room again: after a {@link DatagramPort#send} that has returned false, fewer bytes wait than the low mark says. By
     * default nothing is done.
     *
     * @param port the port
     * @throws IOException as whatever else it throws, which aborts the port
     */
    default void onWritable(DatagramPort port) throws IOException {}

    /**
     * The socket has reported an error. It ends nothing: datagrams get lost, and sometimes one is told of it. By default nothing is
     * done.
     *
     * @param port the port
     * @param to whom the message was for that could not be sent, which is lost; null if the error is of an earlier message (nobody
     *     listens where a connected socket has sent to, for one), of one that came, or if it was for the peer that the socket is
     *     connected to
     * @param error what the system said, such as {@link java.net.PortUnreachableException} of a channel, or an
     *     {@code dev.vigil.posix.ErrnoException} with {@code ECONNREFUSED} of a descriptor
     * @throws IOException as whatever else it throws, which aborts the port
     */
    default void onError(DatagramPort port, SocketAddress to, IOException error) throws IOException {}

    /**
     * The port is closed. Called once, as the last. By default nothing is done.
     *
     * @param port the port
     * @param cause why, or null if it was closed or aborted by its user. A {@link java.net.SocketTimeoutException} if a time limit was
     *     over, a {@link java.nio.channels.ClosedChannelException} or a cause with one if somebody else has closed the socket, whatever a
     *     handler threw
     */
    default void onClose(DatagramPort port, Throwable cause) {}
}
