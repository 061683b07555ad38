package dev.vigil.epoll;

/**
 * Numbers and layout from {@code <sys/epoll.h>}. They are part of Linux's interface to user space, and the same on every
 * processor but for the layout: {@code struct epoll_event} is packed on x86-64, so that it is that of a 32-bit process.
 *
 * <pre>
 * struct epoll_event {
 *     uint32_t     events;
 *     epoll_data_t data;    // 64 bits, at 4 where packed, else at 8
 * };
 * </pre>
 */
final class EpollConstants {
    /** Same as {@code O_CLOEXEC} of {@code <fcntl.h>}; octal, as there. */
    static final int EPOLL_CLOEXEC = 02000000;

    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    static final int EPOLLIN = 0x001;
    static final int EPOLLPRI = 0x002;
    static final int EPOLLOUT = 0x004;
    static final int EPOLLERR = 0x008;
    static final int EPOLLHUP = 0x010;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLEXCLUSIVE = 1 << 28;
    static final int EPOLLONESHOT = 1 << 30;
    static final int EPOLLET = 1 << 31;

    private static final boolean PACKED = switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> true;
        default -> false;
    };

    /** Size of {@code struct epoll_event}. */
    static final int EVENT_SIZE = PACKED ? 12 : 16;

    /** Offset of {@code data} in it; {@code events} is at 0. */
    static final int EVENT_DATA = PACKED ? 4 : 8;

    private EpollConstants() {}
}
