package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A raw descriptor as a channel. It blocks or not as the descriptor does; see {@link Descriptors#setNonBlocking}.
 *
 * <p>Reads and writes are those of {@link Descriptors}: {@link #read} returns 0 when there is nothing now, and -1 at the
 * end; {@link #write} takes what the descriptor takes, and returns 0 when that is nothing. Where empty messages count there
 * are {@link #receive} and {@link #send}.
 *
 * <h2>Threads</h2>
 *
 * Any thread may call anything. One read and one write run at a time, others wait for them, as for every channel. A
 * {@link #close} during a read or write returns at once, and the descriptor is closed when they have returned: no call
 * ever reaches a number that belongs to another file by then. A call that waits in a blocking descriptor is not ended by
 * closing, and not by {@link Thread#interrupt}: this is no {@link java.nio.channels.InterruptibleChannel}. Use
 * non-blocking descriptors where that matters.
 */
public final class FdChannel implements ByteChannel, HasDescriptor {

    private final HeldDescriptor held;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();

    private FdChannel(int fd, boolean owned) {
        held = new HeldDescriptor(fd, owned);
    }

    /**
     * A channel that closes the descriptor when it is closed. A channel that is merely forgotten closes nothing.
     *
     * @param fd an open descriptor, which nobody else closes from now on
     * @return the channel
     * @throws IOException if the descriptor is not open
     */
    public static FdChannel owning(int fd) throws IOException {
        return new FdChannel(requireOpen(fd), true);
    }

    /**
     * A channel that leaves the descriptor open when it is closed. Its owner closes it after this channel.
     *
     * @param fd an open descriptor
     * @return the channel
     * @throws IOException if the descriptor is not open
     */
    public static FdChannel borrowing(int fd) throws IOException {
        return new FdChannel(requireOpen(fd), false);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            int fd = held.enter();
            try {
                return Descriptors.read(fd, target);
            } finally {
                held.leave();
            }
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int fd = held.enter();
            try {
                return Descriptors.write(fd, source);
            } finally {
                held.leave();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * The descriptor, for registering it. It stays this channel's to close.
     *
     * @return the descriptor
     * @throws ClosedChannelException if the channel is closed
     */
    @Override
    public int fd() throws ClosedChannelException {
        return held.fd();
    }

    @Override
    public boolean isOpen() {
        return held.isOpen();
    }

    /**
     * Takes one message of a datagram or SEQPACKET socket; see {@link Messages#receive}.
     *
     * @param target where to put it, from its position on
     * @return how many bytes of it were put there, 0 for an empty one; {@link Messages#NOTHING} or {@link Messages#END}
     * @throws IOException if the system refuses, or the channel is closed
     * @throws IllegalArgumentException if the descriptor passes no messages, or the buffer has no room
     */
    public int receive(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            int fd = held.enter();
            try {
                return Messages.receive(fd, target);
            } finally {
                held.leave();
            }
        } finally {
            reading.unlock();
        }
    }

    /**
     * Sends what is in a buffer as one message of a datagram or SEQPACKET socket; see {@link Messages#send}.
     *
     * @param source the message, from its position on; may be empty
     * @return true if it was sent, false if there is no room now
     * @throws IOException if the system refuses, or the channel is closed
     * @throws IllegalArgumentException if the descriptor passes no messages
     */
    public boolean send(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int fd = held.enter();
            try {
                return Messages.send(fd, source);
            } finally {
                held.leave();
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Closes the channel, and the descriptor if the channel owns it. Closing again does nothing.
     *
     * @throws IOException if the system reports an error in closing; the channel is closed nevertheless. If a read or write
     *     is still under way, such an error is not reported
     */
    @Override
    public void close() throws IOException {
        held.close();
    }

    /**
     * Gives the descriptor up, in one step: this channel is closed from now on and closes nothing, and the descriptor is the caller's.
     * For handing it to something else that closes it, such as {@code dev.vigil.raw.DescriptorEnd}: a number that two close may be
     * another file's the second time. Of several threads that give up and close at the same time one succeeds.
     *
     * @return the descriptor, still open
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalStateException if the descriptor is borrowed, or a read or write is under way; the channel stays open then
     */
    public int release() throws ClosedChannelException {
        return held.release();
    }

    /** Names the descriptor and whether the channel is open. */
    @Override
    public String toString() {
        return "FdChannel[" + held + "]";
    }

    /** Whether a read or write is under way. */
    boolean isInUse() {
        return held.isInUse();
    }

    private static int requireOpen(int fd) throws IOException {
        if (fd < 0) {
            throw new IllegalArgumentException("fd " + fd + ": a descriptor is 0 or more");
        }
        Errors.check("fcntl", "F_GETFD", fd, LibC.fcntl(fd, FcntlConstants.F_GETFD, 0));
        return fd;
    }
}
