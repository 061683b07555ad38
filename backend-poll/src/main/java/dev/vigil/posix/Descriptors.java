package dev.vigil.posix;

import dev.vigil.wait.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Raw descriptors, made usable: opened, read, written, closed. A descriptor is an {@code int} that its owner closes once,
 * when no other thread uses it any more;
 * {@link FdChannel} sees to that.
 *
 * <p>Every descriptor opened here is closed on exec. Any thread may call any method. {@code EINTR} is retried everywhere;
 * a call that the system refuses throws {@link ErrnoException}.
 */
public final class Descriptors {

    private Descriptors() {}

    /**
     * A pipe whose ends never make a caller wait.
     *
     * @return both ends, non-blocking
     * @throws IOException if the system refuses
     */
    public static PipeEnds pipe() throws IOException {
        return pipe(true);
    }

    /**
     * A pipe.
     *
     * @param nonBlocking whether reading an empty and writing a full pipe return at once
     * @return both ends
     * @throws IOException if the system refuses
     */
    public static PipeEnds pipe(boolean nonBlocking) throws IOException {
        try (Scratch fds = Scratch.take(2 * Integer.BYTES)) {
            if (OperatingSystem.CURRENT == OperatingSystem.MACOS) {
                // No pipe2: a child started between the two calls inherits the ends.
                Errors.check("pipe", LibC.functions().pipe(fds.address()));
                PipeEnds ends =
                        new PipeEnds(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
                configure(ends.readEnd(), ends.writeEnd(), nonBlocking);
                return ends;
            }
            int flags = FcntlConstants.O_CLOEXEC | (nonBlocking ? FcntlConstants.O_NONBLOCK : 0);
            Errors.check("pipe2", LibC.functions().pipe2(fds.address(), flags));
            return new PipeEnds(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
        }
    }

    /**
     * A counter in the kernel, {@code eventfd(2)}: readable while it is not 0. Linux, FreeBSD 13, NetBSD 10.
     *
     * @param initial its first value, 0 or more
     * @return the descriptor, non-blocking
     * @throws IOException if the system refuses
     * @throws UnsatisfiedLinkError if the system has no such thing; a pipe does the same work
     */
    public static int eventFd(int initial) throws IOException {
        NativeSupport.require();
        // EFD_NONBLOCK and EFD_CLOEXEC are the O_ flags on every system that has them.
        int flags = FcntlConstants.O_CLOEXEC | FcntlConstants.O_NONBLOCK;
        return Errors.check("eventfd", LibC.functions().eventfd(initial, flags));
    }

    /**
     * Adds to the counter of {@link #eventFd}. A counter that is full already stays as it is.
     *
     * @param fd the descriptor
     * @param amount what to add, 1 or more
     * @throws IOException if the system refuses
     */
    public static void addToCounter(int fd, long amount) throws IOException {
        try (Scratch memory = Scratch.take(Long.BYTES)) {
            memory.buffer().putLong(0, amount);
            Transfer.give(fd, memory, memory.address(), Long.BYTES);
        }
    }

    /**
     * Takes the count of {@link #eventFd}, or the expirations of a {@link Timers timer}, and sets it to 0.
     *
     * @param fd the descriptor
     * @return the count, 0 if there was none
     * @throws IOException if the system refuses
     */
    public static long takeCounter(int fd) throws IOException {
        try (Scratch memory = Scratch.take(Long.BYTES)) {
            return Transfer.take(fd, memory, memory.address(), Long.BYTES) == Long.BYTES
                    ? memory.buffer().getLong(0)
                    : 0;
        }
    }

    /**
     * Reads what is there, up to what the buffer takes. A direct buffer is filled in place. Into a heap buffer, and one of
     * an arena, one call reads 64 KiB at most, unless the descriptor passes messages: those come whole.
     *
     * <p>What the end is depends on the descriptor:
     *
     * <ul>
     *   <li>Pipe, named pipe, stream socket: everybody who could write has closed it, or shut that direction. A named pipe
     *       that nobody has opened for writing yet is at its end too.
     *   <li>File: the last byte was read.
     *   <li>SEQPACKET socket: the peer has hung up. An empty message is none; see {@link Messages}, which tells it from no
     *       message.
     *   <li>Datagram socket: it has none, unless this side has shut its reading direction. An empty datagram is none.
     *   <li>Terminal: an end of file that was typed, or the terminal was hung up. One that reads without waiting
     *       ({@code MIN} 0, {@code TIME} 0) has none while it is merely quiet.
     * </ul>
     *
     * @param fd the descriptor
     * @param target where to put it, from its position on
     * @return how many bytes were read; 0 if there is nothing now (non-blocking descriptors), if the message was empty, or
     *     if the buffer has no room; -1 at the end
     * @throws IOException if the system refuses
     * @throws IllegalStateException if the buffer is of an arena that is closed. If it was closed during the call, what was
     *     read is lost
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only
     */
    public static int read(int fd, ByteBuffer target) throws IOException {
        return Transfer.read(fd, target);
    }

    /**
     * Writes what the descriptor takes. A direct buffer is taken from in place; a heap buffer, and one of an arena, is
     * copied in pieces of 64 KiB; a message is one piece. An empty buffer is an empty message where the descriptor passes
     * messages, and nothing elsewhere; {@link Messages#send} tells whether there was room for it.
     *
     * @param fd the descriptor
     * @param source what to write, from its position on
     * @return how many bytes were taken, 0 if there is no room now (non-blocking descriptors)
     * @throws IOException if the system refuses; nothing was written then
     * @throws IllegalStateException if the buffer is of an arena that is closed
     */
    public static int write(int fd, ByteBuffer source) throws IOException {
        return Transfer.write(fd, source);
    }

    /**
     * Moves bytes from one descriptor to another within the kernel, {@code splice(2)}. Linux only.
     *
     * @param from where from; if this is no pipe, {@code to} must be one
     * @param to where to
     * @param count how many at most
     * @return how many were moved; 0 if there is nothing or no room now; -1 at the end, as {@link #read} has it
     * @throws IOException if the system refuses
     * @throws UnsatisfiedLinkError if the system has no such thing
     */
    public static long splice(int from, int to, long count) throws IOException {
        while (true) {
            long moved = LibC.functions().splice(from, 0, to, 0, count, FcntlConstants.SPLICE_F_NONBLOCK);
            if (moved != -1) {
                return moved == 0 && count != 0 && EndOfInput.isReached(from) ? -1 : moved;
            }
            int errno = Errno.last();
            if (errno == Errno.EAGAIN) {
                return 0;
            }
            if (errno != Errno.EINTR) {
                throw Errors.failure("splice", "to fd " + to, from, errno);
            }
        }
    }

    /**
     * Closes a descriptor. It is closed afterwards even if the call reports an error other than {@code EBADF}, and must
     * not be closed again.
     *
     * @param fd the descriptor
     * @throws IOException if it is not open, or if a write that the system had put off failed
     */
    public static void close(int fd) throws IOException {
        Waits.closing(fd);
        int result = LibC.close(fd);
        int errno = result < 0 ? Errno.last() : 0;
        Waits.lookAgain(fd);
        if (result < 0) {
            // Linux has closed it; asking again could hit a number that is in use again.
            if (errno != Errno.EINTR) {
                throw Errors.failure("close", fd, errno);
            }
        }
    }

    /**
     * A second descriptor for the same open file.
     *
     * @param fd the descriptor
     * @return another one, which shares flags and position with it
     * @throws IOException if the system refuses
     */
    public static int duplicate(int fd) throws IOException {
        return Errors.check("fcntl", "F_DUPFD_CLOEXEC", fd, LibC.fcntl(fd, FcntlConstants.F_DUPFD_CLOEXEC, 0));
    }

    /**
     * Makes a number stand for the same open file as a descriptor; what it stood for is closed. Programs started from here
     * inherit the number: this is how one is given a descriptor as its standard input.
     *
     * @param fd the descriptor
     * @param number another number, 0 or more
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if both are the same
     */
    public static void duplicateTo(int fd, int number) throws IOException {
        if (fd == number) {
            throw new IllegalArgumentException("descriptor " + fd + " is " + number + " already");
        }
        while (LibC.functions().dup2(fd, number) < 0) {
            int errno = Errno.last();
            if (errno != Errno.EINTR) {
                throw Errors.failure("dup2", "to fd " + number, fd, errno);
            }
        }
    }

    /**
     * Makes a number stand for another open file, as {@link #duplicateTo} does, and closed on exec, {@code dup3(2)}. Not on
     * macOS.
     *
     * @param number an open descriptor; what it stood for is closed
     * @param fd what it stands for from now on; another number
     * @throws IOException if the system refuses
     * @throws UnsatisfiedLinkError if the system has no such thing
     */
    public static void replace(int number, int fd) throws IOException {
        while (LibC.functions().dup3(fd, number, FcntlConstants.O_CLOEXEC) < 0) {
            int errno = Errno.last();
            if (errno != Errno.EINTR) {
                throw Errors.failure("dup3", "to fd " + number, fd, errno);
            }
        }
    }

    /**
     * Chooses whether reads and writes wait. The choice belongs to the open file: duplicates, and other processes that
     * share it, see it too.
     *
     * @param fd the descriptor
     * @param nonBlocking true if they never wait
     * @throws IOException if the system refuses
     */
    public static void setNonBlocking(int fd, boolean nonBlocking) throws IOException {
        int flags = statusFlags(fd);
        int wanted = nonBlocking ? flags | FcntlConstants.O_NONBLOCK : flags & ~FcntlConstants.O_NONBLOCK;
        if (wanted != flags) {
            Errors.check("fcntl", "F_SETFL", fd, LibC.fcntl(fd, FcntlConstants.F_SETFL, wanted));
        }
    }

    /**
     * Whether reads and writes return at once.
     *
     * @param fd the descriptor
     * @return true if they never wait
     * @throws IOException if the descriptor is not open
     */
    public static boolean isNonBlocking(int fd) throws IOException {
        return (statusFlags(fd) & FcntlConstants.O_NONBLOCK) != 0;
    }

    /**
     * Refuses a blocking descriptor: writability promises room for one byte, and a write of more would block.
     *
     * @param fd the descriptor
     * @throws IllegalArgumentException if it is blocking
     * @throws IOException if the system refuses, such as for a closed descriptor
     */
    public static void requireNonBlocking(int fd) throws IOException {
        if (!isNonBlocking(fd)) {
            throw new IllegalArgumentException("descriptor " + fd
                    + " is blocking, so a write could stop the polling thread: call Descriptors.setNonBlocking(fd,"
                    + " true) before WRITE is asked for");
        }
    }

    /**
     * Chooses whether programs started from here inherit the descriptor.
     *
     * @param fd the descriptor
     * @param closeOnExec true if they do not
     * @throws IOException if the system refuses
     */
    public static void setCloseOnExec(int fd, boolean closeOnExec) throws IOException {
        int flags = closeOnExec ? FcntlConstants.FD_CLOEXEC : 0;
        Errors.check("fcntl", "F_SETFD", fd, LibC.fcntl(fd, FcntlConstants.F_SETFD, flags));
    }

    static void configure(int first, int second, boolean nonBlocking) throws IOException {
        try {
            setCloseOnExec(first, true);
            setCloseOnExec(second, true);
            setNonBlocking(first, nonBlocking);
            setNonBlocking(second, nonBlocking);
        } catch (IOException e) {
            closeBoth(first, second);
            throw e;
        }
    }

    static void closeBoth(int first, int second) throws IOException {
        try {
            close(first);
        } finally {
            close(second);
        }
    }

    /**
     * How a descriptor was opened, and what was changed since ({@code F_GETFL}).
     *
     * @param fd the descriptor
     * @return the flags, see {@link FcntlConstants}
     * @throws IOException if the descriptor is not open
     */
    public static int statusFlags(int fd) throws IOException {
        return Errors.check("fcntl", "F_GETFL", fd, LibC.fcntl(fd, FcntlConstants.F_GETFL, 0));
    }
}
