package dev.vigil.posix;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages with addresses that one socket receives or sends with one call where the system can ({@code recvmmsg(2)} and
 * {@code sendmmsg(2)} of Linux), and one by one elsewhere. For ends. Allocates nothing for a message of the Internet, as long as no
 * more than some hundred addresses are met.
 *
 * <p>From {@code <sys/socket.h>} of a 64-bit Linux:
 *
 * <pre>{@code
 * struct mmsghdr { struct msghdr { void *msg_name; socklen_t msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
 *                                  void *msg_control; size_t msg_controllen; int msg_flags; } msg_hdr; unsigned msg_len; };
 * struct iovec   { void *iov_base; size_t iov_len; };
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class MessageVector {
    /** How many messages go into one call at most. */
    public static final int MOST = 16;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOV = 16;
    private static final int IOV_COUNT = 24;
    // The control data, at 32 and 40, stay 0: nobody asks for any.
    private static final int FLAGS = 48;
    private static final int LENGTH = 56;
    private static final int HEADER_SIZE = 64;
    private static final int IOV_LENGTH = 8;
    private static final int IOV_SIZE = 16;

    private static final int IOVS = MOST * HEADER_SIZE;
    private static final int NAMES = IOVS + MOST * IOV_SIZE;

    /** A {@code socklen_t} for {@code recvfrom}. */
    private static final int NAME_LENGTH_OF_ONE = NAMES + MOST * SocketAddresses.SIZE;

    private static final int SIZE = NAME_LENGTH_OF_ONE + Long.BYTES;

    private final boolean mapped;
    private final AddressCache received = new AddressCache();
    private final AddressCache sent = new AddressCache();
    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer[] names = new ByteBuffer[MOST];

    /** Where what was placed last is, and what it begins at. */
    private final ByteBuffer[] placed = new ByteBuffer[MOST];

    private final long[] addresses = new long[MOST];

    /** Whether one call takes many. */
    private boolean many;

    private boolean ended;

    private MessageVector(boolean mapped, boolean many) {
        this.mapped = mapped;
        this.many = many;
        for (int i = 0; i < MOST; i++) {
            names[i] = memory.buffer()
                    .slice(NAMES + i * SocketAddresses.SIZE, SocketAddresses.SIZE)
                    .order(ByteOrder.nativeOrder());
            int header = i * HEADER_SIZE;
            memory.buffer().putLong(header + IOV, memory.address() + IOVS + (long) i * IOV_SIZE);
            memory.buffer().putLong(header + IOV_COUNT, 1);
        }
    }

    /**
     * A vector for the messages of a socket.
     *
     * @param fd a non-blocking socket
     * @return the vector
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if the descriptor is no socket, or one that passes bytes, or messages over a connection alone
     */
    public static MessageVector of(int fd) throws IOException {
        return of(fd, OperatingSystem.CURRENT == OperatingSystem.LINUX);
    }

    static MessageVector of(int fd, boolean many) throws IOException {
        int type = Sockets.typeOf(fd);
        if (type < 0 || type == SocketConstants.SOCK_STREAM || type == SocketConstants.SOCK_SEQPACKET) {
            throw new IllegalArgumentException(
                    "descriptor " + fd
                            + " is no socket of datagrams: for a stream there is DescriptorEnd, for SOCK_SEQPACKET there is Messages");
        }
        return new MessageVector(Sockets.familyOf(fd) == SocketConstants.AF_INET6, many);
    }

    /**
     * How many messages the next call takes.
     *
     * @return {@link #MOST}, or 1 where the system takes them one by one
     */
    public int step() {
        return many ? MOST : 1;
    }

    /**
     * Says where a message is, or where it is to go.
     *
     * @param number which, less than {@link #step}
     * @param direct a direct buffer, not of an arena: from its position to its limit
     */
    @SuppressWarnings("ReferenceEquality") // The buffer itself, not one that holds the same bytes.
    public void place(int number, ByteBuffer direct) {
        if (placed[number] != direct) {
            addresses[number] = NativeMemory.addressOf(direct);
            placed[number] = direct;
        }
        int iov = IOVS + number * IOV_SIZE;
        memory.buffer().putLong(iov, addresses[number] + direct.position());
        memory.buffer().putLong(iov + IOV_LENGTH, direct.remaining());
    }

    /**
     * Says whom a message is for.
     *
     * @param number which
     * @param address the address; null for the peer that the socket is connected to
     * @throws UnsupportedOperationException if the address is of a kind that is unknown here
     * @throws IllegalArgumentException if it is too long, or not resolved
     */
    public void address(int number, SocketAddress address) {
        int header = number * HEADER_SIZE;
        int length = address == null ? 0 : sent.encode(address, mapped, names[number]);
        memory.buffer().putInt(header + NAME_LENGTH, length);
        memory.buffer().putLong(header + NAME, length == 0 ? 0 : nameOf(number));
    }

    private long nameOf(int number) {
        return memory.address() + NAMES + (long) number * SocketAddresses.SIZE;
    }

    /**
     * Receives messages, without waiting.
     *
     * @param fd the socket
     * @param count how many at most, for each of which a place was given
     * @return how many; 0 if there are none now, or {@linkplain #hasEnded none any more}
     * @throws ErrnoException if the system refuses
     */
    public int receive(int fd, int count) throws ErrnoException {
        ended = false;
        for (int i = 0; i < count; i++) {
            int header = i * HEADER_SIZE;
            memory.buffer().putLong(header + NAME, nameOf(i));
            memory.buffer().putInt(header + NAME_LENGTH, SocketAddresses.SIZE);
            memory.buffer().putInt(header + FLAGS, 0);
        }
        while (true) {
            int got = many
                    ? LibC.functions().recvmmsg(fd, memory.address(), count, SocketConstants.MSG_DONTWAIT, 0)
                    : receiveOne(fd);
            if (got >= 0) {
                return messagesOf(fd, got);
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return 0;
            }
            if (many && errno == Errno.ENOSYS) {
                many = false;
            } else if (errno != Errno.EINTR) {
                throw Errors.failure(many ? "recvmmsg" : "recvfrom", fd, errno);
            }
        }
    }

    private int receiveOne(int fd) {
        memory.buffer().putInt(NAME_LENGTH_OF_ONE, SocketAddresses.SIZE);
        long length = LibC.functions()
                .recvfrom(
                        fd,
                        memory.buffer().getLong(IOVS),
                        memory.buffer().getLong(IOVS + IOV_LENGTH),
                        0,
                        nameOf(0),
                        memory.address() + NAME_LENGTH_OF_ONE);
        if (length < 0) {
            return -1;
        }
        memory.buffer().putInt(LENGTH, (int) length);
        memory.buffer().putInt(NAME_LENGTH, memory.buffer().getInt(NAME_LENGTH_OF_ONE));
        return 1;
    }

    /** A socket that is shut brings empty messages without an address, as many as are asked for. */
    private int messagesOf(int fd, int got) throws ErrnoException {
        for (int i = 0; i < got; i++) {
            if (length(i) == 0 && nameLength(i) == 0) {
                ended = EndOfInput.isReached(fd);
                return ended ? i : got;
            }
        }
        return got;
    }

    /**
     * Whether no message will come any more, for the socket was shut. To be asked when {@link #receive} has returned 0 to somebody who was
     * told that there is something: a shut socket is always readable.
     *
     * @param fd the socket
     * @return true if nothing will come
     * @throws ErrnoException if the system refuses
     */
    public boolean hasEnded(int fd) throws ErrnoException {
        return ended || EndOfInput.isReached(fd);
    }

    /**
     * Who has sent a message that was received.
     *
     * @param number which
     * @return the address; null if there is none
     * @throws IllegalArgumentException if it is of a kind that is unknown here
     */
    public SocketAddress from(int number) {
        int length = nameLength(number);
        SocketAddress address = length == 0 ? null : received.decode(names[number], length);
        return address instanceof UnixAddress unix && unix.isUnnamed() ? null : address;
    }

    private int nameLength(int number) {
        return memory.buffer().getInt(number * HEADER_SIZE + NAME_LENGTH);
    }

    /**
     * How long a message is that was received.
     *
     * @param number which
     * @return the number of bytes that are in its place
     */
    public int length(int number) {
        return memory.buffer().getInt(number * HEADER_SIZE + LENGTH);
    }

    /**
     * Whether a message that was received had more than there was room for, as far as the system tells.
     *
     * @param number which
     * @return true if the rest is lost
     */
    public boolean isCut(int number) {
        return many && (memory.buffer().getInt(number * HEADER_SIZE + FLAGS) & SocketConstants.MSG_TRUNC) != 0;
    }

    /**
     * Sends messages, without waiting.
     *
     * @param fd the socket
     * @param count how many, for each of which place and address were given
     * @return how many, from the first on; 0 if there is no room now
     * @throws ErrnoException if the system refuses the first
     */
    public int send(int fd, int count) throws ErrnoException {
        while (true) {
            int gone = many
                    ? LibC.functions().sendmmsg(fd, memory.address(), count, SocketConstants.MSG_DONTWAIT)
                    : sendOne(fd);
            if (gone >= 0) {
                return gone;
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return 0;
            }
            if (many && errno == Errno.ENOSYS) {
                many = false;
            } else if (errno != Errno.EINTR) {
                throw Errors.failure(many ? "sendmmsg" : "sendto", fd, errno);
            }
        }
    }

    private int sendOne(int fd) {
        long length = LibC.functions()
                .sendto(
                        fd,
                        memory.buffer().getLong(IOVS),
                        memory.buffer().getLong(IOVS + IOV_LENGTH),
                        0,
                        memory.buffer().getLong(NAME),
                        memory.buffer().getInt(NAME_LENGTH));
        return length < 0 ? -1 : 1;
    }
}
