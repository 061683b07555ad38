package dev.vigil.posix;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Sockets as raw descriptors. All that are opened here are non-blocking, and closed on exec. Any thread may call any
 * method; a call that the system refuses throws {@link ErrnoException}.
 */
public final class Sockets {

    private static final int OPEN_FLAGS = SocketConstants.SOCK_CLOEXEC | SocketConstants.SOCK_NONBLOCK;

    private Sockets() {}

    /**
     * Two connected stream sockets.
     *
     * @return both ends
     * @throws IOException if the system refuses
     */
    public static SocketPair pair() throws IOException {
        try (Scratch fds = Scratch.take(2 * Integer.BYTES)) {
            int type = SocketConstants.SOCK_STREAM | OPEN_FLAGS;
            Errors.check("socketpair", LibC.functions().socketpair(SocketConstants.AF_UNIX, type, 0, fds.address()));
            SocketPair pair =
                    new SocketPair(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
            if (OPEN_FLAGS == 0) {
                Descriptors.configure(pair.first(), pair.second(), true);
            }
            return pair;
        }
    }

    /**
     * A listener for streams. The wildcard address of IPv4 listens to that alone, the one of IPv6 to both, where the system can.
     *
     * @param address where to listen: an address of the Internet, port 0 for one that the system picks; a {@link UnixAddress} or a
     *     {@link java.net.UnixDomainSocketAddress}; a {@link VsockAddress}
     * @param backlog how many connections may wait to be accepted
     * @param shared whether other listeners may have the same address ({@code SO_REUSEPORT}): the kernel then deals
     *     connections out among them
     * @return the descriptor
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there are no such addresses here, or they cannot be shared
     */
    public static int listen(SocketAddress address, int backlog, boolean shared) throws IOException {
        boolean internet = address instanceof InetSocketAddress;
        if (shared && !internet) {
            throw new UnsupportedOperationException(
                    address + ": only addresses of the Internet are shared by SO_REUSEPORT");
        }
        int fd = open(SocketAddresses.family(address), SocketConstants.SOCK_STREAM);
        try {
            if (internet) {
                setOption(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_REUSEADDR, 1);
                takeBothFamilies(fd, (InetSocketAddress) address);
            }
            if (shared) {
                setOption(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_REUSEPORT, 1);
            }
            bind(fd, address);
            Errors.check("listen", fd, LibC.functions().listen(fd, backlog));
            return fd;
        } catch (IOException | RuntimeException e) {
            LibC.close(fd);
            throw e;
        }
    }

    /** What is usual depends on a setting of the system's; one that cannot (OpenBSD) refuses, and listens to IPv6. */
    private static void takeBothFamilies(int fd, InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address host && host.isAnyLocalAddress()) {
            try {
                setOption(fd, SocketConstants.IPPROTO_IPV6, SocketConstants.IPV6_V6ONLY, 0);
            } catch (IOException e) {
                return;
            }
        }
    }

    /**
     * A datagram socket.
     *
     * @param address where to receive, of any kind as in {@link #listen}
     * @return the descriptor
     * @throws IOException if the system refuses
     */
    public static int datagram(SocketAddress address) throws IOException {
        int fd = open(SocketAddresses.family(address), SocketConstants.SOCK_DGRAM);
        try {
            bind(fd, address);
            return fd;
        } catch (IOException | RuntimeException e) {
            LibC.close(fd);
            throw e;
        }
    }

    /**
     * A connection of a stream, begun. It becomes writable when it stands or has failed; {@link #pendingError} tells which. One of the
     * Unix domain stands at once, or is refused: with {@code EAGAIN} if too many wait there to be accepted.
     *
     * @param address whom to connect to, of any kind as in {@link #listen}
     * @return the descriptor
     * @throws IOException if the system refuses at once
     */
    public static int connect(SocketAddress address) throws IOException {
        int fd = open(SocketAddresses.family(address), SocketConstants.SOCK_STREAM);
        try {
            connect(fd, address);
            return fd;
        } catch (IOException | RuntimeException e) {
            LibC.close(fd);
            throw e;
        }
    }

    /**
     * Connects a socket: a TCP one begins to, a UDP one has its peer.
     *
     * @param fd a non-blocking socket
     * @param address whom to connect to, of the family of the socket
     * @return true if the connection stands already, false if it is under way
     * @throws IOException if the system refuses
     */
    public static boolean connect(int fd, SocketAddress address) throws IOException {
        try (Scratch memory = Scratch.take(SocketAddresses.SIZE)) {
            int length = SocketAddresses.encode(address, memory.buffer());
            if (LibC.functions().connect(fd, memory.address(), length) == 0) {
                return true;
            }
            int errno = Errno.last();
            // A connect that a signal cuts short goes on; asking again would be EALREADY.
            if (errno == Errno.EINPROGRESS || errno == Errno.EINTR) {
                return false;
            }
            throw Errors.failure("connect", fd, errno);
        }
    }

    /**
     * Accepts a connection.
     *
     * @param listener a non-blocking listener of any family
     * @return the new descriptor, or -1 if nobody waits
     * @throws IOException if the system refuses; with {@code EMFILE} the connection still waits, so that the listener
     *     stays readable
     */
    public static int accept(int listener) throws IOException {
        while (true) {
            int fd = OPEN_FLAGS == 0
                    ? LibC.functions().accept(listener, 0, 0)
                    : LibC.functions().accept4(listener, 0, 0, OPEN_FLAGS);
            if (fd >= 0) {
                return OPEN_FLAGS == 0 ? configured(fd) : fd;
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return -1;
            }
            // ECONNABORTED: that one is gone, the next may be there.
            if (errno != Errno.EINTR && errno != Errno.ECONNABORTED) {
                throw Errors.failure("accept", listener, errno);
            }
        }
    }

    /**
     * Where a socket is bound.
     *
     * @param fd the socket
     * @return its own address: an {@link InetSocketAddress}, a {@link UnixAddress} or a {@link VsockAddress}
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if it is a socket of another family
     */
    public static SocketAddress localAddress(int fd) throws IOException {
        try (Scratch memory = Scratch.take(SocketAddresses.SIZE + Integer.BYTES)) {
            long length = prepare(memory);
            Errors.check("getsockname", fd, LibC.functions().getsockname(fd, memory.address(), length));
            return decode(memory);
        }
    }

    /**
     * Whom a socket is connected to.
     *
     * @param fd the socket
     * @return the address of its peer: an {@link InetSocketAddress}, a {@link UnixAddress}, which is unnamed for most clients, or a
     *     {@link VsockAddress}
     * @throws IOException if the system refuses, or the socket is not connected
     * @throws IllegalArgumentException if it is a socket of another family
     */
    public static SocketAddress remoteAddress(int fd) throws IOException {
        try (Scratch memory = Scratch.take(SocketAddresses.SIZE + Integer.BYTES)) {
            long length = prepare(memory);
            Errors.check("getpeername", fd, LibC.functions().getpeername(fd, memory.address(), length));
            return decode(memory);
        }
    }

    /** Says how much room there is for an address, and returns where that is said. */
    private static long prepare(Scratch memory) {
        memory.buffer().putInt(SocketAddresses.SIZE, SocketAddresses.SIZE);
        return memory.address() + SocketAddresses.SIZE;
    }

    private static SocketAddress decode(Scratch memory) {
        return SocketAddresses.decode(memory.buffer(), memory.buffer().getInt(SocketAddresses.SIZE));
    }

    /**
     * Tells the peer that nothing more will be sent.
     *
     * @param fd a connected socket
     * @throws IOException if the system refuses
     */
    public static void shutdownOutput(int fd) throws IOException {
        Errors.check("shutdown", "SHUT_WR", fd, LibC.functions().shutdown(fd, SocketConstants.SHUT_WR));
    }

    /**
     * Reads nothing more: a read finds the end.
     *
     * @param fd a connected socket
     * @throws IOException if the system refuses
     */
    public static void shutdownInput(int fd) throws IOException {
        Errors.check("shutdown", "SHUT_RD", fd, LibC.functions().shutdown(fd, SocketConstants.SHUT_RD));
    }

    /**
     * Sends one byte as urgent data.
     *
     * @param fd a connected TCP socket
     * @param data the byte
     * @return true if it was taken, false if there is no room now
     * @throws IOException if the system refuses
     */
    public static boolean sendUrgent(int fd, byte data) throws IOException {
        try (Scratch memory = Scratch.take(1)) {
            memory.buffer().put(0, data);
            while (LibC.functions().send(fd, memory.address(), 1, SocketConstants.MSG_OOB) < 0) {
                int errno = Errno.last();
                if (errno == Errno.EAGAIN) {
                    return false;
                }
                if (errno != Errno.EINTR) {
                    throw Errors.failure("send", "MSG_OOB", fd, errno);
                }
            }
            return true;
        }
    }

    /**
     * Takes the error that waits at a socket, such as that of a connect that failed. For a look, and gone with it.
     *
     * @param fd the socket
     * @return the exception for it, not thrown, or null if there is none
     * @throws IOException if the system refuses to tell
     */
    public static ErrnoException pendingError(int fd) throws IOException {
        int errno = option(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_ERROR);
        return errno == 0 ? null : Errors.failure("SO_ERROR", fd, errno);
    }

    /**
     * The value of an option that is an {@code int}.
     *
     * @param fd the socket
     * @param level the level, such as {@link SocketConstants#SOL_SOCKET}
     * @param option the option, such as {@link SocketConstants#SO_TYPE}
     * @return its value
     * @throws IOException if the system refuses
     */
    public static int option(int fd, int level, int option) throws IOException {
        try (Scratch memory = Scratch.take(2 * Integer.BYTES)) {
            memory.buffer().putInt(Integer.BYTES, Integer.BYTES);
            long length = memory.address() + Integer.BYTES;
            Errors.check("getsockopt", fd, LibC.functions().getsockopt(fd, level, option, memory.address(), length));
            return memory.buffer().getInt(0);
        }
    }

    /**
     * What a socket passes: a stream, or messages.
     *
     * @return such as {@link SocketConstants#SOCK_STREAM}, or -1 if the descriptor is no socket
     */
    static int typeOf(int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(2 * Integer.BYTES)) {
            memory.buffer().putInt(Integer.BYTES, Integer.BYTES);
            long value = memory.address();
            int level = SocketConstants.SOL_SOCKET;
            int option = SocketConstants.SO_TYPE;
            if (LibC.functions().getsockopt(fd, level, option, value, value + Integer.BYTES) == 0) {
                return memory.buffer().getInt(0);
            }
            int errno = Errno.last();
            if (errno == Errno.ENOTSOCK) {
                return -1;
            }
            throw Errors.failure("getsockopt", "SO_TYPE", fd, errno);
        }
    }

    /** The address family of a socket. */
    static int familyOf(int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(SocketAddresses.SIZE + Integer.BYTES)) {
            Errors.check("getsockname", fd, LibC.functions().getsockname(fd, memory.address(), prepare(memory)));
            return SocketAddresses.family(memory.buffer());
        }
    }

    /**
     * Sets an option that is an {@code int}.
     *
     * @param fd the socket
     * @param level the level, such as {@link SocketConstants#SOL_SOCKET}
     * @param option the option, such as {@link SocketConstants#SO_SNDBUF}
     * @param value its value
     * @throws IOException if the system refuses
     */
    public static void setOption(int fd, int level, int option, int value) throws IOException {
        try (Scratch memory = Scratch.take(Integer.BYTES)) {
            memory.buffer().putInt(0, value);
            Errors.check(
                    "setsockopt", fd, LibC.functions().setsockopt(fd, level, option, memory.address(), Integer.BYTES));
        }
    }

    /**
     * Has the peer of a TCP connection see a reset when the descriptor is closed, and not an end: {@code SO_LINGER} with a
     * time of 0.
     *
     * @param fd a connected socket
     * @throws IOException if the system refuses
     */
    public static void resetWhenClosed(int fd) throws IOException {
        try (Scratch memory = Scratch.take(2 * Integer.BYTES)) {
            memory.buffer().putInt(0, 1).putInt(Integer.BYTES, 0);
            Errors.check(
                    "setsockopt",
                    fd,
                    LibC.functions()
                            .setsockopt(
                                    fd,
                                    SocketConstants.SOL_SOCKET,
                                    SocketConstants.SO_LINGER,
                                    memory.address(),
                                    2 * Integer.BYTES));
        }
    }

    private static int open(int family, int type) throws IOException {
        int fd = Errors.check("socket", LibC.functions().socket(family, type | OPEN_FLAGS, 0));
        return OPEN_FLAGS == 0 ? configured(fd) : fd;
    }

    /** For macOS, where a socket is not born as it should be. */
    private static int configured(int fd) throws IOException {
        try {
            Descriptors.setCloseOnExec(fd, true);
            Descriptors.setNonBlocking(fd, true);
            return fd;
        } catch (IOException e) {
            LibC.close(fd);
            throw e;
        }
    }

    private static void bind(int fd, SocketAddress address) throws IOException {
        try (Scratch memory = Scratch.take(SocketAddresses.SIZE)) {
            int length = SocketAddresses.encode(address, memory.buffer());
            Errors.check("bind", address.toString(), fd, LibC.functions().bind(fd, memory.address(), length));
        }
    }
}
