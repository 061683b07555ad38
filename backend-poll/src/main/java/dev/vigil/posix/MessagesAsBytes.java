package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A socket that passes messages, read and written as if it passed a stream: for ends of relays. No byte of a message is lost for
 * want of room in the buffer, and a buffer that is larger than a message may be becomes several. Used by one thread at a time.
 */
public final class MessagesAsBytes {

    /** How many bytes of the oldest message were handed out; it is still in the socket, which so stays readable. */
    private int handedOut;

    /** No message larger than this was refused. */
    private int largest = Integer.MAX_VALUE;

    /** Nothing is read or written yet. */
    public MessagesAsBytes() {}

    /**
     * Reads as {@link Descriptors#read}, and leaves in the socket what there is no room for.
     *
     * @param fd a datagram or SEQPACKET socket
     * @param target where to put it, from its position on
     * @return how many bytes were put there; 0 if there is nothing now, or an empty message; -1 at the end
     * @throws IOException if the system refuses
     */
    public int read(int fd, ByteBuffer target) throws IOException {
        // At least what the next message has.
        int waiting = EndOfInput.waiting(fd);
        if (handedOut == 0 && waiting <= target.remaining()) {
            return Descriptors.read(fd, target);
        }
        try (Scratch whole = Scratch.take(Math.max(1, waiting))) {
            int size = look(fd, whole, waiting);
            if (size < 0) {
                return 0;
            }
            int count = Math.max(0, Math.min(size - handedOut, target.remaining()));
            if (handedOut + count >= size) {
                Transfer.take(fd, whole, whole.address(), waiting);
                target.put(whole.buffer().slice(handedOut, count));
                handedOut = 0;
            } else {
                target.put(whole.buffer().slice(handedOut, count));
                handedOut += count;
            }
            return count;
        }
    }

    /** The oldest message, which stays; its size, or a negative number if there is none. */
    private static int look(int fd, Scratch whole, int most) throws ErrnoException {
        while (true) {
            int count = (int) LibC.functions().recv(fd, whole.address(), most, SocketConstants.MSG_PEEK);
            if (count >= 0) {
                return count;
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return Transfer.NOTHING;
            }
            if (errno != Errno.EINTR) {
                throw Errors.failure("recv", "MSG_PEEK", fd, errno);
            }
        }
    }

    /**
     * Writes as {@link Descriptors#write}, in as many messages as it takes: where one is larger than the socket lets through, the next is
     * half as large.
     *
     * @param fd a connected datagram or SEQPACKET socket
     * @param source what to write, from its position on
     * @return how many bytes were taken, 0 if there is no room now
     * @throws IOException if the system refuses
     */
    public int write(int fd, ByteBuffer source) throws IOException {
        int start = source.position();
        int end = source.limit();
        try {
            while (source.position() < end) {
                int size = Math.min(end - source.position(), largest);
                source.limit(source.position() + size);
                try {
                    if (Descriptors.write(fd, source) == 0) {
                        break;
                    }
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.EMSGSIZE || size == 1) {
                        throw e;
                    }
                    largest = size / 2;
                }
            }
        } finally {
            source.limit(end);
        }
        return source.position() - start;
    }
}
