package dev.vigil.posix;

import java.nio.ByteBuffer;

/**
 * What it means that {@code read(2)} took nothing, which depends on what the descriptor is. Asked after the fact, and then
 * only, so that it costs nothing while something comes.
 */
final class EndOfInput {

    /** From {@code <sys/ioctl.h>}: how many bytes wait. */
    static final long FIONREAD = OperatingSystem.CURRENT == OperatingSystem.LINUX ? 0x541B : 0x4004667F;

    /** The peer will send no more. Systems that have no flag for it report a hang-up. */
    private static final int GONE = PollConstants.POLLRDHUP | PollConstants.POLLHUP;

    private EndOfInput() {}

    /**
     * Whether a read that returned 0 met the end. If not, it took an empty message, or found a terminal quiet.
     *
     * @throws ErrnoException if the descriptor is not open
     */
    static boolean isReached(int fd) throws ErrnoException {
        int type = Sockets.typeOf(fd);
        if (type < 0) {
            return !TerminalMode.isPolling(fd);
        }
        if (type == SocketConstants.SOCK_STREAM) {
            return true;
        }
        // In this order: once the peer is gone nothing is added to what waits.
        return isPeerGone(fd) && waiting(fd) == 0;
    }

    private static boolean isPeerGone(int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(PollConstants.POLLFD_SIZE)) {
            ByteBuffer pollfd = memory.buffer();
            pollfd.putInt(PollConstants.POLLFD_FD, fd);
            pollfd.putShort(PollConstants.POLLFD_EVENTS, PollConstants.POLLRDHUP);
            Errors.check("poll", fd, LibC.poll(memory.address(), 1, 0));
            return (pollfd.getShort(PollConstants.POLLFD_REVENTS) & GONE) != 0;
        }
    }

    /** How many bytes wait; for SEQPACKET those of all messages. */
    static int waiting(int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(Integer.BYTES)) {
            Errors.check("ioctl", "FIONREAD", fd, LibC.functions().ioctl(fd, FIONREAD, memory.address()));
            return memory.buffer().getInt(0);
        }
    }
}
