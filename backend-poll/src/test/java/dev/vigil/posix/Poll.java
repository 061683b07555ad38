package dev.vigil.posix;

/**
 * Single descriptors through {@code poll(2)}: what waits in these tests, and what proves the constants. Without JUnit, for
 * programs that run outside of it.
 */
final class Poll {

    private static final int LIMIT_MILLIS = 60_000;

    private Poll() {}

    /** What is true of a descriptor now, of what was asked and of what comes anyway. */
    static int now(int fd, int events) {
        return poll(fd, events, 0);
    }

    /** Waits until a read does not wait. */
    static void untilReadable(int fd) {
        int events = poll(fd, PollConstants.POLLIN, LIMIT_MILLIS);
        if ((events & PollConstants.POLLIN) == 0) {
            throw new AssertionError("fd " + fd + " not readable, but " + events);
        }
    }

    /** Waits until any of the events is there, and returns what is. */
    static int until(int fd, int events) {
        return poll(fd, events, LIMIT_MILLIS);
    }

    private static int poll(int fd, int events, int timeoutMillis) {
        NativeMemory pollfd = NativeMemory.allocate(PollConstants.POLLFD_SIZE);
        pollfd.buffer().putInt(PollConstants.POLLFD_FD, fd);
        pollfd.buffer().putShort(PollConstants.POLLFD_EVENTS, (short) events);
        int ready = LibC.poll(pollfd.address(), 1, timeoutMillis);
        int revents = pollfd.buffer().getShort(PollConstants.POLLFD_REVENTS);
        if (ready != (revents == 0 ? 0 : 1)) {
            throw new AssertionError("poll returned " + ready + " with " + revents);
        }
        return revents;
    }
}
