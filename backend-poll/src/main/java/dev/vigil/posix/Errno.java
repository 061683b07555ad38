package dev.vigil.posix;

import com.kenai.jffi.LastError;
import java.util.HashMap;
import java.util.Map;

/**
 * The error numbers of this system, from {@code <errno.h>}, and the one that the last native call left behind. For
 * backends; applications meet them in {@link ErrnoException}.
 */
public final class Errno {

    /** Permission denied. */
    public static final int EACCES = jnr.constants.platform.Errno.EACCES.intValue();
    /** Nothing there now; the same number as {@code EWOULDBLOCK} on every system known here. */
    public static final int EAGAIN = jnr.constants.platform.Errno.EAGAIN.intValue();
    /** Not an open descriptor. */
    public static final int EBADF = jnr.constants.platform.Errno.EBADF.intValue();
    /** Somebody else has it, or it is too busy now. */
    public static final int EBUSY = jnr.constants.platform.Errno.EBUSY.intValue();
    /** Called off. */
    public static final int ECANCELED = jnr.constants.platform.Errno.ECANCELED.intValue();
    /** The peer gave up before the connection was accepted. */
    public static final int ECONNABORTED = jnr.constants.platform.Errno.ECONNABORTED.intValue();
    /** Nobody listens there. */
    public static final int ECONNREFUSED = jnr.constants.platform.Errno.ECONNREFUSED.intValue();
    /** The peer reset the connection. */
    public static final int ECONNRESET = jnr.constants.platform.Errno.ECONNRESET.intValue();
    /** It is there already. */
    public static final int EEXIST = jnr.constants.platform.Errno.EEXIST.intValue();
    /** A connect that goes on in the background. */
    public static final int EINPROGRESS = jnr.constants.platform.Errno.EINPROGRESS.intValue();
    /** The device is broken, or gone. */
    public static final int EIO = jnr.constants.platform.Errno.EIO.intValue();
    /** A signal came first. */
    public static final int EINTR = jnr.constants.platform.Errno.EINTR.intValue();
    /** An argument the system does not take. */
    public static final int EINVAL = jnr.constants.platform.Errno.EINVAL.intValue();
    /** Nested too deeply, or in a circle. */
    public static final int ELOOP = jnr.constants.platform.Errno.ELOOP.intValue();
    /** The process has no descriptor left. */
    public static final int EMFILE = jnr.constants.platform.Errno.EMFILE.intValue();
    /** The message does not fit. */
    public static final int EMSGSIZE = jnr.constants.platform.Errno.EMSGSIZE.intValue();
    /** The system has no descriptor left. */
    public static final int ENFILE = jnr.constants.platform.Errno.ENFILE.intValue();
    /** No room for a buffer. */
    public static final int ENOBUFS = jnr.constants.platform.Errno.ENOBUFS.intValue();
    /** Nothing of that name. */
    public static final int ENOENT = jnr.constants.platform.Errno.ENOENT.intValue();
    /** The system has no memory left. */
    public static final int ENOMEM = jnr.constants.platform.Errno.ENOMEM.intValue();
    /** A quota of the system is used up. */
    public static final int ENOSPC = jnr.constants.platform.Errno.ENOSPC.intValue();
    /** The kernel has no such call. */
    public static final int ENOSYS = jnr.constants.platform.Errno.ENOSYS.intValue();
    /** Not a socket. */
    public static final int ENOTSOCK = jnr.constants.platform.Errno.ENOTSOCK.intValue();
    /** Not what this kind of file or socket does. */
    public static final int EOPNOTSUPP = jnr.constants.platform.Errno.EOPNOTSUPP.intValue();
    /** Refused; from {@code epoll_ctl}: this kind of file cannot be watched. */
    public static final int EPERM = jnr.constants.platform.Errno.EPERM.intValue();
    /** The reading side is gone. */
    public static final int EPIPE = jnr.constants.platform.Errno.EPIPE.intValue();

    private static final Map<Integer, jnr.constants.platform.Errno> BY_NUMBER = byNumber();

    private Errno() {}

    /**
     * The error number of the calling thread's last native call. Means something only right after a call that
     * reported failure; the JVM cannot overwrite it in between, another native call of this thread does.
     *
     * @return the error number
     */
    public static int last() {
        return Last.ERROR.get();
    }

    /**
     * The symbolic name of an error number.
     *
     * @param errno an error number of this system
     * @return its name, such as {@code EBADF}, or {@code errno 1234} for one that has none
     */
    public static String name(int errno) {
        jnr.constants.platform.Errno known = BY_NUMBER.get(errno);
        return known == null ? "errno " + errno : known.name();
    }

    /**
     * What an error number means, in the words of {@code strerror} in the C locale.
     *
     * @param errno an error number of this system
     * @return its meaning, such as {@code Bad file descriptor}
     */
    public static String description(int errno) {
        jnr.constants.platform.Errno known = BY_NUMBER.get(errno);
        return known == null ? "Unknown error " + errno : known.description();
    }

    private static Map<Integer, jnr.constants.platform.Errno> byNumber() {
        Map<Integer, jnr.constants.platform.Errno> map = new HashMap<>();
        for (jnr.constants.platform.Errno errno : jnr.constants.platform.Errno.values()) {
            if (errno.defined()) {
                map.putIfAbsent(errno.intValue(), errno);
            }
        }
        // Two names share a number: keep the one that manual pages use.
        map.put(EAGAIN, jnr.constants.platform.Errno.EAGAIN);
        return Map.copyOf(map);
    }

    /** Initialised on first use, so that names and numbers are there even where the native part is not. */
    private static final class Last {
        static final LastError ERROR = LastError.getInstance();
    }
}
