package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Messages of sockets that keep them apart, {@code SOCK_DGRAM} and {@code SOCK_SEQPACKET}, where an empty one counts. To
 * {@link Descriptors#read} and {@link Descriptors#write}, which count bytes, an empty message and no message are both 0.
 * Any thread may call any method.
 */
public final class Messages {

    /** From {@link #receive}: no message is there now. */
    public static final int NOTHING = Transfer.NOTHING;

    /**
     * From {@link #receive}: no message will come, since the peer has hung up, or this side has shut its reading direction.
     * Empty messages that were sent last before a hang-up are not told from the hang-up; what is not empty is never lost.
     */
    public static final int END = Transfer.END;

    private Messages() {}

    /**
     * Takes one message. What does not fit into the buffer is lost, as {@code recv(2)} has it.
     *
     * @param fd a datagram or SEQPACKET socket
     * @param target where to put it, from its position on
     * @return how many bytes of it were put there, 0 for an empty one; {@link #NOTHING} or {@link #END} if there is none
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if the descriptor passes no messages, or the buffer has no room
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     */
    public static int receive(int fd, ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("a buffer without room: the message would be lost");
        }
        requireMessages(fd);
        return Transfer.endIfNone(fd, Transfer.take(fd, target, target.remaining()));
    }

    /**
     * Sends what is in a buffer as one message, an empty one if that is nothing.
     *
     * @param fd a connected datagram or SEQPACKET socket
     * @param source the message, from its position on, which is its limit when the message is sent
     * @return true if it was sent, false if there is no room now
     * @throws IOException if the system refuses; nothing was sent then
     * @throws IllegalArgumentException if the descriptor passes no messages
     */
    public static boolean send(int fd, ByteBuffer source) throws IOException {
        requireMessages(fd);
        int start = source.position();
        int length = source.remaining();
        if (length == 0) {
            return sendEmpty(fd);
        }
        if (Transfer.give(fd, source, start, length) < 0) {
            return false;
        }
        source.position(start + length);
        return true;
    }

    /** Has {@link Descriptors#write} send an empty message where there are messages, as the channels of the JDK do. */
    static void sendIfMessages(int fd, ByteBuffer empty) throws IOException {
        if (areMessages(fd)) {
            send(fd, empty);
        }
    }

    /** By send(2): POSIX leaves it open what write(2) makes of no bytes. */
    private static boolean sendEmpty(int fd) throws ErrnoException {
        while (LibC.functions().send(fd, 0, 0, 0) < 0) {
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return false;
            }
            if (errno != Errno.EINTR) {
                throw Errors.failure("send", fd, errno);
            }
        }
        return true;
    }

    private static void requireMessages(int fd) throws ErrnoException {
        if (!areMessages(fd)) {
            throw new IllegalArgumentException(
                    "descriptor " + fd + " passes bytes and no messages: use Descriptors.read and write");
        }
    }

    private static boolean areMessages(int fd) throws ErrnoException {
        int type = Sockets.typeOf(fd);
        return type >= 0 && type != SocketConstants.SOCK_STREAM;
    }
}
