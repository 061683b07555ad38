package dev.vigil.epoll;

import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.spi.Watch;
import java.io.IOException;

/** What a refused ADD means: the caller's mistakes become IllegalArgumentException, the system's troubles stay what they are. */
final class Refusals {
    private static final String TOO_DEEP =
            " more sets on top of each other than the 5 that the kernel takes, which are 3 sources";

    private Refusals() {}

    /** Throws what the error number of an ADD says, if it is one. */
    static void check(Watch watch, int errno) throws IOException {
        if (errno == 0) {
            return;
        }
        IOException cause = Errors.failure("epoll_ctl", "ADD", watch.fd(), errno);
        String mistake = mistake(watch, errno);
        if (mistake != null) {
            throw new IllegalArgumentException("descriptor " + watch.fd() + mistake, cause);
        }
        throw cause;
    }

    private static String mistake(Watch watch, int errno) {
        if (errno == Errno.EPERM) {
            return " is of a kind that epoll cannot watch, since it is always ready: a regular file, a directory, or a device such"
                    + " as /dev/null; read and write it directly";
        }
        if (errno == Errno.EINVAL) {
            return watch.interest().isExclusive()
                    ? " cannot be watched exclusively: it is an epoll set itself"
                    : " is this source's own: a source cannot watch itself, register it with another";
        }
        if (errno == Errno.ELOOP) {
            return " is an epoll set that watches this source, or this source itself: a source cannot watch itself; or there are"
                    + TOO_DEEP;
        }
        return null;
    }

    /** Throws what the error number of the ADD of a set to its facade says, if it is one. */
    static void checkFacade(int set, int errno) throws IOException {
        if (errno == Errno.ELOOP) {
            throw new IOException(
                    "this source has no descriptor for others to watch, since it watches sources itself: there would be"
                            + TOO_DEEP,
                    Errors.failure("epoll_ctl", "ADD", set, errno));
        }
        ControlCalls.check("ADD", set, errno);
    }
}
