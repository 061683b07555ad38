package dev.vigil.posix;

/** From {@code <poll.h>}; the same on every system known here, but for {@link #POLLRDHUP}. For backends. */
public final class PollConstants {

    /** Data other than urgent data may be read; a listener may accept. */
    public static final short POLLIN = 0x001;
    /** Urgent data, or a change that a device announces as such. */
    public static final short POLLPRI = 0x002;
    /** Something may be written; a connect has ended. */
    public static final short POLLOUT = 0x004;
    /** An error is pending, or nobody reads the pipe any more. Reported whether asked for or not. */
    public static final short POLLERR = 0x008;
    /** Both directions are gone, or nobody writes the pipe any more. Reported whether asked for or not. */
    public static final short POLLHUP = 0x010;
    /** Not an open descriptor. Reported whether asked for or not. */
    public static final short POLLNVAL = 0x020;
    /** The peer will send no more. 0 where the system has no such flag (macOS, OpenBSD, NetBSD). */
    public static final short POLLRDHUP = switch (OperatingSystem.CURRENT) {
        case LINUX -> 0x2000;
        case FREEBSD -> 0x4000;
        default -> 0;
    };

    /** The size of {@code struct pollfd { int fd; short events; short revents; }}. */
    public static final int POLLFD_SIZE = 8;
    /** Where {@code fd} is in a {@code struct pollfd}. */
    public static final int POLLFD_FD = 0;
    /** Where {@code events} is in a {@code struct pollfd}. */
    public static final int POLLFD_EVENTS = 4;
    /** Where {@code revents} is in a {@code struct pollfd}. */
    public static final int POLLFD_REVENTS = 6;

    private PollConstants() {}
}
