package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;

/**
 * Tells whether a number still stands for the open file that it stood for, by the one thing in Linux that remembers open files:
 * an epoll set, which is never waited on. For backends that have no such memory of their own, and for files that share their
 * inode with others: named pipes, terminals, counters, timers, everything that has no name.
 *
 * <p>It tells too whether a file can be watched at all: what {@code epoll_ctl(2)} refuses with {@code EPERM} is always ready.
 *
 * <p>Any thread may call anything here, until {@link #close}.
 */
public final class FileWitness implements Closeable {
    private static final int EPOLL_CLOEXEC = FcntlConstants.O_CLOEXEC;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLONESHOT = 1 << 30;

    /** A {@code struct epoll_event} that asks for nothing, and is told of a hang-up once at most. Never changes. */
    private final NativeMemory nothing;

    private final int set;

    private FileWitness(NativeMemory nothing, int set) {
        this.nothing = nothing;
        this.set = set;
    }

    /**
     * Whether this system can have one.
     *
     * @return true on Linux
     */
    public static boolean isPossible() {
        return OperatingSystem.CURRENT == OperatingSystem.LINUX;
    }

    /**
     * Opens one.
     *
     * @return a witness that has seen nothing yet
     * @throws IOException if the system refuses
     */
    public static FileWitness open() throws IOException {
        NativeMemory nothing = nothing();
        return new FileWitness(
                nothing, Errors.check("epoll_create1", LibC.functions().epoll_create1(EPOLL_CLOEXEC)));
    }

    /**
     * Remembers the open file that a number stands for.
     *
     * @param fd the number
     * @return 0 if it is remembered from now on, {@link Errno#EEXIST} if it was already, {@link Errno#EPERM} if it is of a kind
     *     that is always ready, {@link Errno#EBADF} if it is not open, or another errno if it cannot be remembered
     */
    public int remember(int fd) {
        return LibC.functions().epoll_ctl(set, EPOLL_CTL_ADD, fd, nothing.address()) == 0 ? 0 : Errno.last();
    }

    /**
     * Forgets what a number stands for, if it was remembered.
     *
     * @param fd the number
     */
    public void forget(int fd) {
        LibC.functions().epoll_ctl(set, EPOLL_CTL_DEL, fd, nothing.address());
    }

    @Override
    public void close() throws IOException {
        Descriptors.close(set);
    }

    private static NativeMemory nothing() {
        NativeMemory event = NativeMemory.allocate(2 * Long.BYTES);
        event.buffer().putInt(0, EPOLLONESHOT);
        return event;
    }
}
