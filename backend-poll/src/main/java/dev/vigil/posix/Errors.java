package dev.vigil.posix;

/**
 * The one place where a failed native call becomes an exception. For backends.
 *
 * <p>Hot paths do not come here for {@code EINTR} and {@code EAGAIN}: they look at the result and at
 * {@link Errno#last()} themselves, and build no exception.
 */
public final class Errors {

    private Errors() {}

    /**
     * Passes a result on, or throws what the errno says if it is negative.
     *
     * @param call the name of the call
     * @param fd the descriptor the call was made on
     * @param rc what the call returned; nothing native may have been called since
     * @return {@code rc}
     * @throws ErrnoException if {@code rc} is negative
     */
    public static int check(String call, int fd, int rc) throws ErrnoException {
        if (rc < 0) {
            throw failure(call, fd, Errno.last());
        }
        return rc;
    }

    /**
     * Passes a result on, or throws what the errno says if it is negative.
     *
     * @param call the name of the call
     * @param operation what the call was asked to do, such as {@code ADD} for {@code epoll_ctl}
     * @param fd the descriptor the call was made on
     * @param rc what the call returned; nothing native may have been called since
     * @return {@code rc}
     * @throws ErrnoException if {@code rc} is negative
     */
    public static int check(String call, String operation, int fd, int rc) throws ErrnoException {
        if (rc < 0) {
            throw failure(call, operation, fd, Errno.last());
        }
        return rc;
    }

    /**
     * Passes the result of a call that concerns no descriptor on, or throws what the errno says if it is negative.
     *
     * @param call the name of the call
     * @param rc what the call returned; nothing native may have been called since
     * @return {@code rc}
     * @throws ErrnoException if {@code rc} is negative
     */
    public static int check(String call, int rc) throws ErrnoException {
        if (rc < 0) {
            throw failure(call, Errno.last());
        }
        return rc;
    }

    /**
     * The exception for a failed call on a descriptor.
     *
     * @param call the name of the call
     * @param fd the descriptor the call was made on
     * @param errno the error number
     * @return the exception, not thrown
     */
    public static ErrnoException failure(String call, int fd, int errno) {
        return new ErrnoException(call, "fd " + fd, fd, errno);
    }

    /**
     * The exception for a failed call on a descriptor.
     *
     * @param call the name of the call
     * @param operation what the call was asked to do
     * @param fd the descriptor the call was made on
     * @param errno the error number
     * @return the exception, not thrown
     */
    public static ErrnoException failure(String call, String operation, int fd, int errno) {
        return new ErrnoException(call, operation + ", fd " + fd, fd, errno);
    }

    /**
     * The exception for a failed call that concerns no descriptor.
     *
     * @param call the name of the call
     * @param errno the error number
     * @return the exception, not thrown
     */
    public static ErrnoException failure(String call, int errno) {
        return new ErrnoException(call, "", -1, errno);
    }
}
