package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Timers that are descriptors, {@code timerfd(2)}: readable once they have expired. Linux, FreeBSD 14, NetBSD 10. What
 * {@link Descriptors#takeCounter} reads is how often.
 */
public final class Timers {

    /** From {@code <time.h>}. */
    private static final int CLOCK_MONOTONIC = OperatingSystem.CURRENT == OperatingSystem.FREEBSD
            ? 4
            : OperatingSystem.CURRENT == OperatingSystem.NETBSD ? 3 : 1;

    private Timers() {}

    /**
     * A timer on the monotonic clock, not yet running.
     *
     * @return the descriptor, non-blocking
     * @throws IOException if the system refuses
     * @throws UnsatisfiedLinkError if the system has no such thing
     */
    public static int open() throws IOException {
        NativeSupport.require();
        // TFD_NONBLOCK and TFD_CLOEXEC are the O_ flags.
        int flags = FcntlConstants.O_CLOEXEC | FcntlConstants.O_NONBLOCK;
        return Errors.check("timerfd_create", LibC.functions().timerfd_create(CLOCK_MONOTONIC, flags));
    }

    /**
     * Starts a timer, or starts it anew; expirations not yet taken are gone.
     *
     * @param fd the timer
     * @param first how long until it expires, more than zero
     * @param period how long between further expirations, zero for none
     * @throws IOException if the system refuses
     * @throws IllegalArgumentException if a duration is out of range
     */
    public static void start(int fd, Duration first, Duration period) throws IOException {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("first expiration after " + first + ": must be more than zero");
        }
        if (period.isNegative()) {
            throw new IllegalArgumentException("period " + period + ": must be zero or more");
        }
        set(fd, first, period);
    }

    /**
     * Stops a timer; expirations not yet taken are gone.
     *
     * @param fd the timer
     * @throws IOException if the system refuses
     */
    public static void stop(int fd) throws IOException {
        set(fd, Duration.ZERO, Duration.ZERO);
    }

    /** {@code struct itimerspec { struct timespec it_interval; struct timespec it_value; }}, all of them 64 bits. */
    private static void set(int fd, Duration first, Duration period) throws IOException {
        try (Scratch memory = Scratch.take(4 * Long.BYTES)) {
            ByteBuffer itimerspec = memory.buffer();
            itimerspec.putLong(0, period.getSeconds());
            itimerspec.putLong(8, period.getNano());
            itimerspec.putLong(16, first.getSeconds());
            itimerspec.putLong(24, first.getNano());
            Errors.check("timerfd_settime", fd, LibC.functions().timerfd_settime(fd, 0, memory.address(), 0));
        }
    }
}
