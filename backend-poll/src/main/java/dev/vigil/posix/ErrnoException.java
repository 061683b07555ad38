package dev.vigil.posix;

import java.io.IOException;

/**
 * A call that the system refused. The message reads as {@code read(fd 7): EBADF (Bad file descriptor)}: the call, the
 * descriptor it concerned, the name of the error and its meaning.
 */
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The name of the system call. */
    private final String call;

    /** The descriptor that the call was about, or -1. */
    private final int fd;

    /** What the system said, as it numbers its errors. */
    private final int errno;

    ErrnoException(String call, String arguments, int fd, int errno) {
        super(call + "(" + arguments + "): " + Errno.name(errno) + " (" + Errno.description(errno) + ")"
                + advice(errno));
        this.call = call;
        this.fd = fd;
        this.errno = errno;
    }

    /**
     * The system call that failed.
     *
     * @return its name, such as {@code read}
     */
    public String call() {
        return call;
    }

    /**
     * The descriptor that the call was made on.
     *
     * @return the descriptor, or -1 if the call concerns none
     */
    public int fd() {
        return fd;
    }

    /**
     * The error number.
     *
     * @return the number; compare with {@code errno.h} of the system the program runs on
     */
    public int errno() {
        return errno;
    }

    /**
     * The name of the error.
     *
     * @return the name, the same on every system, such as {@code EBADF}
     */
    public String errnoName() {
        return Errno.name(errno);
    }

    /**
     * Whether the system was short of something: the same call may succeed later.
     *
     * @return true if there were no descriptors, memory or other resources left
     */
    public boolean isShortage() {
        return errno == Errno.EMFILE
                || errno == Errno.ENFILE
                || errno == Errno.ENOMEM
                || errno == Errno.ENOSPC
                || errno == Errno.EAGAIN;
    }

    private static String advice(int errno) {
        if (errno == Errno.EMFILE) {
            return "; close some, or raise the limit of the process (ulimit -n)";
        }
        if (errno == Errno.ENFILE) {
            return "; the whole system has none left";
        }
        return "";
    }
}
