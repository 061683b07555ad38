package dev.vigil.raw;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.HasDescriptor;
import dev.vigil.posix.HeldDescriptor;
import dev.vigil.posix.PendingBytes;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Timeouts;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A raw descriptor in the blocking style: reads wait until something is there, writes until all has been taken, on platform threads and
 * on virtual ones alike. A thread that waits is parked; a virtual one holds no carrier and no native memory meanwhile. For terminals,
 * serial lines, FIFOs, UNIX sockets, and whatever else poll(2) takes.
 *
 * <p>Any thread may call anything. One read and one write run at a time, others wait for them. As with every {@link
 * InterruptibleChannel}, {@link #close} ends reads and writes in progress with {@link AsynchronousCloseException}, and an interrupt of a
 * thread in one of them closes the channel and ends it with {@link ClosedByInterruptException}, the status kept. The descriptor is closed
 * when they have ended, so no call ever reaches a number that is another file's.
 *
 * <p>Where messages count, not bytes, {@link dev.vigil.posix.Messages} has the calls.
 */
public final class BlockingChannel implements ByteChannel, InterruptibleChannel, HasDescriptor {
    private static final long FOREVER = Long.MAX_VALUE;

    private final HeldDescriptor held;
    private final Backend backend;

    /** Whether the descriptor itself never makes a caller wait. */
    private final boolean nonBlocking;

    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long readNanos = FOREVER;
    private volatile long writeNanos = FOREVER;

    private BlockingChannel(Backend backend, int fd, boolean owned, boolean nonBlocking) {
        this.held = new HeldDescriptor(fd, owned);
        this.nonBlocking = nonBlocking;
        this.backend = backend;
    }

    /**
     * A channel that closes the descriptor when it is closed. Makes the open file non-blocking, which all see who share it.
     *
     * @param fd an open descriptor, which nobody else closes from now on
     * @return the channel
     * @throws IOException if the descriptor is not open; it is left as it is
     */
    public static BlockingChannel owning(int fd) throws IOException {
        requireDescriptor(fd);
        // First, for it may throw: the descriptor is left as it is then.
        Backend backend = Backends.forDescriptors();
        Descriptors.setNonBlocking(fd, true);
        return new BlockingChannel(backend, fd, true, true);
    }

    /**
     * A channel that leaves the descriptor open when it is closed, and as blocking as it is. Its owner closes it after this channel. With
     * a blocking one a write may hold its thread, and the carrier of a virtual one, until the system has taken all; a read does if
     * another process was faster.
     *
     * @param fd an open descriptor
     * @return the channel
     * @throws IOException if the descriptor is not open
     */
    public static BlockingChannel borrowing(int fd) throws IOException {
        requireDescriptor(fd);
        return new BlockingChannel(Backends.forDescriptors(), fd, false, Descriptors.isNonBlocking(fd));
    }

    private static void requireDescriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("fd " + fd + ": a descriptor is 0 or more");
        }
    }

    /**
     * Limits how long reads wait.
     *
     * @param timeout after which a read that waits for its first byte throws {@link InterruptedIOException}
     * @return this channel
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public BlockingChannel readTimeout(Duration timeout) {
        readNanos = positive(timeout);
        return this;
    }

    /**
     * Limits how long writes wait.
     *
     * @param timeout after which a write that was not taken in full throws {@link InterruptedIOException}, which tells how much was
     * @return this channel
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public BlockingChannel writeTimeout(Duration timeout) {
        writeNanos = positive(timeout);
        return this;
    }

    private static long positive(Duration timeout) {
        long nanos = Timeouts.nanos(timeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("a timeout is longer than nothing, and this one is " + timeout);
        }
        return nanos;
    }

    /**
     * Reads what is there, at least a byte, and waits for it.
     *
     * @param target where to put it, from its position on
     * @return how many bytes were read, -1 at the end
     * @throws InterruptedIOException if nothing came within the timeout; the channel stays open
     * @throws AsynchronousCloseException if another thread closes the channel meanwhile
     * @throws ClosedByInterruptException if the thread is interrupted
     * @throws IOException if the system refuses, or the channel is closed
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        reading.lock();
        try {
            int fd = held.enter();
            try {
                return target.hasRemaining() ? read(fd, target) : 0;
            } finally {
                held.leave();
            }
        } finally {
            reading.unlock();
        }
    }

    private int read(int fd, ByteBuffer target) throws IOException {
        long limit = readNanos;
        long start = System.nanoTime();
        boolean ready = nonBlocking;
        while (true) {
            if (ready || look(fd, Interest.READ)) {
                requireGoingOn();
                int got = Descriptors.read(fd, target);
                if (got != 0) {
                    return got; // 0: nothing now, or another one was faster
                }
            }
            ready = await(fd, Interest.READ, limit, start);
            if (!ready) {
                throw new InterruptedIOException(
                        "nothing to read from fd " + fd + " within " + Duration.ofNanos(limit));
            }
        }
    }

    /**
     * Writes all that is in a buffer, and waits until it was taken.
     *
     * @param source what to write, from its position on
     * @return how many bytes were written
     * @throws InterruptedIOException if not all was taken within the timeout; the channel stays open
     * @throws AsynchronousCloseException if another thread closes the channel meanwhile
     * @throws ClosedByInterruptException if the thread is interrupted
     * @throws IOException if the system refuses, or the channel is closed
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            int fd = held.enter();
            try {
                return write(fd, source);
            } finally {
                held.leave();
            }
        } finally {
            writing.unlock();
        }
    }

    private int write(int fd, ByteBuffer source) throws IOException {
        long limit = writeNanos;
        long start = System.nanoTime();
        int before = source.position();
        boolean ready = nonBlocking;
        while (source.hasRemaining()) {
            if (ready || look(fd, Interest.WRITE)) {
                requireGoingOn();
                if (Descriptors.write(fd, source) > 0) {
                    // A blocking one is looked at before each write.
                    ready = nonBlocking;
                    continue;
                }
            }
            ready = await(fd, Interest.WRITE, limit, start);
            if (!ready) {
                InterruptedIOException late = new InterruptedIOException(
                        "fd " + fd + " has not taken everything within " + Duration.ofNanos(limit));
                late.bytesTransferred = source.position() - before;
                throw late;
            }
        }
        return source.position() - before;
    }

    private boolean look(int fd, Interest interest) throws IOException {
        requireGoingOn();
        return backend.await(fd, interest, 0) != Readiness.NONE;
    }

    /** Waits until the descriptor is ready; false when the time is over. */
    private boolean await(int fd, Interest interest, long limit, long start) throws IOException {
        requireGoingOn();
        long left = limit == FOREVER ? FOREVER : limit - (System.nanoTime() - start);
        Readiness seen = left <= 0 ? Readiness.NONE : Waits.park(backend, fd, interest, left, held::isOpen);
        requireGoingOn();
        return seen != Readiness.NONE;
    }

    private void requireGoingOn() throws IOException {
        if (!held.isOpen()) {
            throw new AsynchronousCloseException();
        }
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    /**
     * This channel as a stream. Closing it closes the channel.
     *
     * @return a stream of what is read
     */
    public InputStream inputStream() {
        return new Input();
    }

    /**
     * This channel as a stream, without a buffer. Closing it closes the channel.
     *
     * @return a stream of what is to be written
     */
    public OutputStream outputStream() {
        return new Output();
    }

    /**
     * The descriptor. It stays this channel's to close.
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
     * Ends reads and writes in progress, then closes the descriptor if the channel owns it. Does not wait for them. Closing again
     * does nothing. An error of closing is not reported. Where poll(2) watches for those who wait, its call holds the file until it has
     * returned, which it is made to: the peer may see the end a moment later.
     */
    @Override
    public void close() {
        int fd;
        try {
            // So that the number is this file's until those who wait for it have been told.
            fd = held.enter();
        } catch (ClosedChannelException e) {
            return;
        }
        try {
            held.close();
        } catch (IOException e) {
            throw new AssertionError("it is held, so closing comes later", e);
        } finally {
            Waits.lookAgain(fd);
            held.leave();
        }
    }

    /** Names the descriptor and whether the channel is open. */
    @Override
    public String toString() {
        return "BlockingChannel[" + held + "]";
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return BlockingChannel.this.read(ByteBuffer.wrap(target, from, length));
        }

        @Override
        public int available() throws IOException {
            int fd = held.enter();
            try {
                return (int) Math.max(0, PendingBytes.of(fd));
            } finally {
                held.leave();
            }
        }

        @Override
        public void close() {
            BlockingChannel.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            BlockingChannel.this.write(ByteBuffer.wrap(source, from, length));
        }

        @Override
        public void close() {
            BlockingChannel.this.close();
        }
    }
}
