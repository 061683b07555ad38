package dev.vigil.posix;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A descriptor that any thread makes readable, to end another thread's wait: an eventfd, or a pipe where there is none.
 * For backends.
 *
 * <p>{@link #signal} and {@link #drain} allocate nothing, never wait, and may come from any thread, until {@link #close},
 * which the owner calls last. Signals do not add up: one that finds the counter or the pipe full is there already.
 */
public final class WakeUpDescriptor implements Closeable {

    private static final int SINK_BYTES = 512;

    /** Holds the 1 that is written; for both kinds 8 bytes. There before the first descriptor. */
    private static volatile NativeMemory one;

    /** What drains go to. Nobody looks at it, so threads may share it. */
    private static volatile NativeMemory sink;

    private final int readEnd;
    private final int writeEnd;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WakeUpDescriptor(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /**
     * Opens one.
     *
     * @return a descriptor that is not readable yet
     * @throws IOException if the system refuses
     */
    public static WakeUpDescriptor open() throws IOException {
        makeBlocks();
        try {
            int fd = Descriptors.eventFd(0);
            return new WakeUpDescriptor(fd, fd);
        } catch (UnsatisfiedLinkError e) {
            return openPipe();
        } catch (ErrnoException e) {
            // gVisor, gramine and seccomp profiles: libc has the function, the kernel has not.
            if (e.errno() == Errno.ENOSYS || e.errno() == Errno.EPERM) {
                return openPipe();
            }
            throw e;
        }
    }

    /** The kind for systems without eventfd. */
    static WakeUpDescriptor openPipe() throws IOException {
        makeBlocks();
        PipeEnds pipe = Descriptors.pipe();
        return new WakeUpDescriptor(pipe.readEnd(), pipe.writeEnd());
    }

    /**
     * The descriptor to watch for reading.
     *
     * @return the descriptor, non-blocking
     */
    public int fd() {
        return readEnd;
    }

    /**
     * Whether signals that nobody drains fill it up, after which a further one may be no edge: true for a pipe. A counter takes
     * them all.
     *
     * @return true if it has to be drained
     */
    public boolean fillsUp() {
        return readEnd != writeEnd;
    }

    /** Makes it readable. On Linux every signal of an eventfd is an edge of its own, drained or not. */
    public void signal() {
        // EAGAIN: full, so it is readable. EINTR: a write of 8 bytes that cannot wait is not interrupted.
        LibC.write(writeEnd, one.address(), Long.BYTES);
    }

    /** Makes it not readable, as far as signals have come. */
    public void drain() {
        long address = sink.address();
        long count;
        do {
            count = LibC.read(readEnd, address, SINK_BYTES);
        } while (count == SINK_BYTES);
    }

    /** Closes it; closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (readEnd == writeEnd) {
            Descriptors.close(readEnd);
        } else {
            Descriptors.closeBoth(readEnd, writeEnd);
        }
    }

    /** Made anew if there was no memory for it: nothing is remembered of that. */
    private static synchronized void makeBlocks() {
        if (one == null) {
            NativeMemory memory = NativeMemory.allocate(Long.BYTES);
            memory.buffer().putLong(0, 1);
            sink = NativeMemory.allocate(SINK_BYTES);
            one = memory;
        }
    }
}
