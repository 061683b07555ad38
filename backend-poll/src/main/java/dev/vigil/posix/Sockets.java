package dev.vigil.posix;

import java.io.IOException;

/** Sockets as raw descriptors. Any thread may call any method. */
public final class Sockets {

    private Sockets() {}

    /**
     * Two connected stream sockets that never make a caller wait.
     *
     * @return both ends, non-blocking
     * @throws IOException if the system refuses
     */
    public static SocketPair pair() throws IOException {
        NativeMemory fds = ThreadMemory.atLeast(2 * Integer.BYTES);
        int flags = SocketConstants.SOCK_CLOEXEC | SocketConstants.SOCK_NONBLOCK;
        Errors.check(
                "socketpair",
                LibC.functions()
                        .socketpair(SocketConstants.AF_UNIX, SocketConstants.SOCK_STREAM | flags, 0, fds.address()));
        SocketPair pair = new SocketPair(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
        if (flags == 0) {
            Descriptors.configure(pair.first(), pair.second(), true);
        }
        return pair;
    }

    /**
     * The value of an option that is an {@code int}.
     *
     * @param fd the socket
     * @param level the level, such as {@link SocketConstants#SOL_SOCKET}
     * @param option the option, such as {@link SocketConstants#SO_ERROR}
     * @return its value
     * @throws IOException if the system refuses
     */
    public static int option(int fd, int level, int option) throws IOException {
        NativeMemory memory = ThreadMemory.atLeast(2 * Integer.BYTES);
        memory.buffer().putInt(Integer.BYTES, Integer.BYTES);
        Errors.check(
                "getsockopt",
                fd,
                LibC.functions().getsockopt(fd, level, option, memory.address(), memory.address() + Integer.BYTES));
        return memory.buffer().getInt(0);
    }

    /**
     * Sets an option that is an {@code int}.
     *
     * @param fd the socket
     * @param level the level, such as {@link SocketConstants#SOL_SOCKET}
     * @param option the option, such as {@link SocketConstants#SO_REUSEPORT}
     * @param value its value
     * @throws IOException if the system refuses
     */
    public static void setOption(int fd, int level, int option, int value) throws IOException {
        NativeMemory memory = ThreadMemory.atLeast(Integer.BYTES);
        memory.buffer().putInt(0, value);
        Errors.check("setsockopt", fd, LibC.functions().setsockopt(fd, level, option, memory.address(), Integer.BYTES));
    }
}
