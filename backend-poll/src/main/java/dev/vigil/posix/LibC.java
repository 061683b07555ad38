package dev.vigil.posix;

/**
 * The calls of libc that backends make themselves, unchecked. For backends.
 *
 * <p>A negative result means failure, and {@link Errno#last()} says which, until the same thread makes its next native
 * call. Hot paths look there for {@code EINTR} and {@code EAGAIN}; all else goes to {@link Errors}. Addresses are those
 * of {@link NativeMemory}. Any thread may call anything here; nothing allocates.
 *
 * <p>Where there is no libc to bind (Windows, a 32-bit system, no native part of jnr-ffi for the processor) every use ends
 * in an {@link UnsatisfiedLinkError} that says so; and so does one that comes when there is too little to load it with,
 * such as descriptors, which a later use finds mended.
 */
public final class LibC {

    private LibC() {}

    /**
     * {@code poll(2)}.
     *
     * @param fds the address of {@code count} times {@code struct pollfd}; see {@link PollConstants}
     * @param count how many
     * @param timeoutMillis how long to wait, -1 for ever
     * @return how many have something to report, or -1
     */
    public static int poll(long fds, int count, int timeoutMillis) {
        return functions().poll(fds, count, timeoutMillis);
    }

    /**
     * {@code ppoll(2)}. macOS has none: probe with a count of 0 and a timeout of 0.
     *
     * @param fds the address of {@code count} times {@code struct pollfd}; see {@link PollConstants}
     * @param count how many
     * @param timespec the address of a {@code struct timespec} (two {@code long}: seconds, nanoseconds) that says how long
     *     to wait, or 0 for ever
     * @return how many have something to report, or -1
     * @throws UnsatisfiedLinkError if libc has no such function
     */
    public static int ppoll(long fds, int count, long timespec) {
        return functions().ppoll(fds, count, timespec, 0);
    }

    /**
     * {@code read(2)}.
     *
     * @param fd the descriptor
     * @param address where to put what is read
     * @param count how many bytes fit there
     * @return how many were read, 0 at the end, or -1
     */
    public static long read(int fd, long address, long count) {
        return functions().read(fd, address, count);
    }

    /**
     * {@code write(2)}.
     *
     * @param fd the descriptor
     * @param address where the bytes are
     * @param count how many
     * @return how many were taken, or -1
     */
    public static long write(int fd, long address, long count) {
        return functions().write(fd, address, count);
    }

    /**
     * {@code close(2)}. Never repeat it: after {@code EINTR} Linux has closed the descriptor, and the number may already
     * be somebody else's.
     *
     * @param fd the descriptor
     * @return 0, or -1
     */
    public static int close(int fd) {
        return functions().close(fd);
    }

    /**
     * {@code fcntl(2)} with an {@code int} argument.
     *
     * @param fd the descriptor
     * @param command one of {@link FcntlConstants}
     * @param argument its argument, ignored by commands that take none
     * @return what the command returns, or -1
     */
    public static int fcntl(int fd, int command, int argument) {
        return functions().fcntl(fd, command, argument);
    }

    /** All of them. Later calls cost a look at a plain field, which the first sets. */
    static CFunctions functions() {
        NativeSupport.require();
        return Bound.FUNCTIONS;
    }

    /** Initialised by {@link NativeLoader} when all that this takes is there, since a class gets one attempt only. */
    static final class Bound {
        static final CFunctions FUNCTIONS = NativeLibrary.layered(CFunctions.class, new DirectCFunctions());
    }
}
