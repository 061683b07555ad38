package dev.vigil.stream;

import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link Stream} in the blocking style, for a thread of its own: reads wait until something is there, writes until there is room for
 * all. Made for virtual threads, one for each connection, and works on platform threads alike. The loop reads and writes as for every
 * stream, many at once; a thread that waits is parked, and holds neither a carrier nor native memory.
 *
 * <p>A write has been taken when it returns, and goes out by itself soon after; {@link #close} lets it go out first. Whether the peer
 * has got it only the peer can tell.
 *
 * <p>Any thread may call anything, but for the thread of the loop, which must not wait for itself. One read and one write run at a
 * time, others wait for them. As with every {@link InterruptibleChannel}, {@link #close} ends reads and writes in progress with
 * {@link AsynchronousCloseException}, and an interrupt of a thread that waits in one of them aborts the stream and ends it with
 * {@link ClosedByInterruptException}, the status kept.
 */
public final class BlockingStream implements ByteChannel, InterruptibleChannel {
    /** What came and nobody has asked for yet; then the stream is paused. */
    private static final int INPUT = 16 * 1024;

    private static final int OUTPUT = 64 * 1024;
    private static final long FOREVER = Long.MAX_VALUE;

    private final Stream stream;
    private final Runnable drain = this::drain;
    private final Runnable resume = this::resume;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long readNanos = FOREVER;

    /** Guards everything below. Held for a moment each time, by the thread of the loop too. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition cameIn = lock.newCondition();
    private final Condition wentOut = lock.newCondition();
    private final ByteQueue input = new ByteQueue(INPUT);
    private final ByteQueue output = new ByteQueue(OUTPUT);

    /** Where a thread that waits wants its bytes, or null; and how many it has got. */
    private ByteBuffer target;

    private int got;

    private boolean paused;

    /** Whether the loop is about to take what is to go out. */
    private boolean draining;

    private boolean inputEnded;
    private boolean endingOutput;
    private boolean closed;

    /** Whether the stream is closed, and why. */
    private boolean over;

    private Throwable cause;

    BlockingStream(Stream stream) {
        this.stream = stream;
    }

    StreamHandler handler() {
        return new Face();
    }

    /**
     * The stream under this one.
     *
     * @return the stream, whose handler this is
     */
    public Stream stream() {
        return stream;
    }

    /**
     * Limits how long reads wait.
     *
     * @param timeout after which a read that waits for its first byte throws {@link SocketTimeoutException}
     * @return this
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public BlockingStream readTimeout(Duration timeout) {
        long nanos = Timeouts.nanos(timeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("a timeout is longer than nothing, and this one is " + timeout);
        }
        readNanos = nanos;
        return this;
    }

    /**
     * Reads what is there, at least a byte, and waits for it.
     *
     * @param wanted where to put it, from its position on
     * @return how many bytes were read, 0 if there is no room, -1 at the end
     * @throws SocketTimeoutException if nothing came within the timeout; the stream stays open
     * @throws AsynchronousCloseException if another thread closes this meanwhile
     * @throws ClosedByInterruptException if the thread is interrupted while it waits
     * @throws IOException if the connection has broken, or this is closed
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    @Override
    public int read(ByteBuffer wanted) throws IOException {
        if (wanted.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        reading.lock();
        try {
            lock.lock();
            try {
                requireOpen();
                if (!wanted.hasRemaining()) {
                    return 0;
                }
                int count = input.take(wanted);
                if (paused && input.isEmpty()) {
                    paused = false;
                    hand(resume);
                }
                return count > 0 ? count : await(wanted);
            } finally {
                lock.unlock();
            }
        } finally {
            reading.unlock();
        }
    }

    private int await(ByteBuffer wanted) throws IOException {
        target = wanted;
        got = 0;
        try {
            long left = readNanos;
            while (got == 0 && !inputEnded && !over && !closed) {
                requireOtherThread();
                if (left <= 0) {
                    throw new SocketTimeoutException(
                            "nothing came within " + Duration.ofNanos(readNanos) + " from " + stream);
                }
                left = awaitOnce(cameIn, left);
            }
        } finally {
            target = null;
        }
        if (got > 0) {
            return got;
        }
        requireGoingOn();
        return -1;
    }

    /** Waits, and aborts if it is interrupted before there is anything. Returns how much of the time is left. */
    @SuppressWarnings("WaitNotInLoop") // Whoever calls is in one.
    private long awaitOnce(Condition condition, long nanos) throws IOException {
        try {
            if (nanos == FOREVER) {
                condition.await();
                return FOREVER;
            }
            return condition.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (got > 0 && condition == cameIn) {
                return nanos;
            }
            closed = true;
            cameIn.signalAll();
            wentOut.signalAll();
            stream.abort();
            throw new ClosedByInterruptException();
        }
    }

    private void requireOtherThread() {
        if (stream.loop().isInLoop()) {
            throw new IllegalStateException(
                    "the thread of loop " + stream.loop().name() + " would wait for itself: use " + stream
                            + " with a handler, or on another thread");
        }
    }

    /** After a wait. */
    private void requireGoingOn() throws IOException {
        if (closed) {
            throw new AsynchronousCloseException();
        }
        if (over && cause != null) {
            throw new IOException("reading from or writing to " + stream + " has failed: " + cause.getMessage(), cause);
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /**
     * Writes all that is in a buffer, and waits until there is room for it.
     *
     * @param source what to write, from its position on
     * @return how many bytes were written
     * @throws AsynchronousCloseException if another thread closes this meanwhile
     * @throws ClosedByInterruptException if the thread is interrupted while it waits
     * @throws IOException if the connection has broken, this is closed, or the output was shut down
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int start = source.position();
        writing.lock();
        try {
            lock.lock();
            try {
                requireOpen();
                while (source.hasRemaining()) {
                    requireTakes();
                    if (output.put(source) > 0) {
                        scheduleDrain();
                    } else {
                        requireOtherThread();
                        awaitOnce(wentOut, FOREVER);
                    }
                }
                return source.position() - start;
            } finally {
                lock.unlock();
            }
        } finally {
            writing.unlock();
        }
    }

    private void requireTakes() throws IOException {
        requireGoingOn();
        if (endingOutput || over) {
            throw new IOException("the output of " + stream + " has ended");
        }
    }

    /**
     * Tells the peer that no more will be written, after what was written before. Idempotent.
     *
     * @throws IOException if this is closed
     */
    public void shutdownOutput() throws IOException {
        lock.lock();
        try {
            requireOpen();
            endingOutput = true;
            scheduleDrain();
        } finally {
            lock.unlock();
        }
    }

    private void scheduleDrain() {
        if (!draining) {
            draining = true;
            hand(drain);
        }
    }

    private void hand(Runnable task) {
        try {
            stream.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loop ends, and with it the stream, of which onClose tells.
            return;
        }
    }

    /** On the loop's thread: in small pieces, of which one has a place even when memory is used up. */
    private void drain() {
        lock.lock();
        try {
            draining = false;
            boolean more = stream.takesOutput();
            if (!more) {
                // Somebody has closed the stream itself.
                output.drop(output.size());
            }
            while (more && !output.isEmpty()) {
                ByteBuffer piece = output.first(BlockPool.SMALL);
                int start = piece.position();
                more = stream.writeIfRoom(piece);
                output.drop(piece.position() - start);
            }
            if (output.room() > 0) {
                wentOut.signal();
            }
            if (output.isEmpty()) {
                if (closed) {
                    stream.close();
                } else if (endingOutput) {
                    stream.shutdownOutput();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void resume() {
        if (stream.isOpen()) {
            stream.resume();
        }
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends reads and writes in progress, and closes the stream when everything that was written has gone out. Does not wait for that.
     * Closing again does nothing.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                cameIn.signalAll();
                wentOut.signalAll();
                scheduleDrain();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * This as a stream of what is read. Closing it closes this.
     *
     * @return the stream
     */
    public InputStream inputStream() {
        return new Incoming();
    }

    /**
     * This as a stream of what is to be written, without a buffer of its own. Closing it closes this.
     *
     * @return the stream
     */
    public OutputStream outputStream() {
        return new Outgoing();
    }

    @Override
    public String toString() {
        return "blocking " + stream;
    }

    /** What the loop tells. */
    private final class Face implements StreamHandler {
        @Override
        public void onData(Stream self, ByteBuffer data) {
            lock.lock();
            try {
                if (target != null && got == 0 && input.isEmpty()) {
                    got = Math.min(target.remaining(), data.remaining());
                    int end = data.limit();
                    target.put(data.limit(data.position() + got));
                    data.limit(end);
                    cameIn.signal();
                }
                input.put(data);
                if (data.hasRemaining()) {
                    paused = true;
                    self.pause();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onEnd(Stream self, ByteBuffer rest) {
            lock.lock();
            try {
                inputEnded = true;
                cameIn.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onWritable(Stream self) {
            drain();
        }

        @Override
        public void onClose(Stream self, Throwable why) {
            lock.lock();
            try {
                over = true;
                cause = why;
                cameIn.signalAll();
                wentOut.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Incoming extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return BlockingStream.this.read(ByteBuffer.wrap(bytes, from, length));
        }

        @Override
        public int available() {
            lock.lock();
            try {
                return input.size();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            BlockingStream.this.close();
        }
    }

    private final class Outgoing extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            BlockingStream.this.write(ByteBuffer.wrap(bytes, from, length));
        }

        @Override
        public void close() {
            BlockingStream.this.close();
        }
    }
}
