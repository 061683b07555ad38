package dev.vigil.poll;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.PollConstants;
import dev.vigil.spi.Flags;
import dev.vigil.spi.InterruptHook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One wait for one descriptor: one call of poll(2), without a source and without a descriptor of its own.
 *
 * <p>What the call needs is kept for the next one, whichever thread makes it. An interrupt makes the one descriptor readable that
 * all waits of the process {@linkplain Interrupts share}.
 */
final class PollOnce {
    /** Those that nobody uses, under their monitor. */
    private static final Object POOL = new Object();

    private static PollOnce[] idle = new PollOnce[4];
    private static int idleCount;

    /** Two {@code struct pollfd}: the descriptor, and the one that ends the wait. */
    private final NativeMemory memory = NativeMemory.allocate(2 * PollConstants.POLLFD_SIZE);

    private final ByteBuffer structs = memory.buffer();
    private final PollCall call;
    private final InterruptHook hook = new InterruptHook(this::interrupt);

    /** Whether this wait was told of an interrupt. Under the monitor of {@link Interrupts}. */
    boolean interrupted;

    private PollOnce(boolean nanoseconds) {
        call = new PollCall(nanoseconds);
    }

    /** Waits, as {@link dev.vigil.EventSource#await} tells. */
    static Readiness await(boolean nanoseconds, int fd, Interest interest, long nanos) throws IOException {
        PollOnce once = take();
        if (once == null) {
            once = new PollOnce(nanoseconds);
        }
        try {
            int seen = nanos == 0 ? once.poll(fd, interest, 1, 0) : once.await(fd, interest, nanos);
            return Readiness.of(Flags.told(interest, seen));
        } finally {
            give(once);
        }
    }

    private static PollOnce take() {
        synchronized (POOL) {
            if (idleCount == 0) {
                return null;
            }
            PollOnce once = idle[--idleCount];
            idle[idleCount] = null;
            return once;
        }
    }

    private static void give(PollOnce once) {
        synchronized (POOL) {
            if (idleCount == idle.length) {
                idle = Arrays.copyOf(idle, idleCount * 2);
            }
            idle[idleCount++] = once;
        }
    }

    private int await(int fd, Interest interest, long nanos) throws IOException {
        long start = System.nanoTime();
        long left = nanos;
        int wakeUp = Interrupts.fd();
        hook.enter();
        try {
            while (true) {
                write(1, wakeUp, PollConstants.POLLIN);
                int seen = poll(fd, interest, 2, wakeUp < 0 ? Interrupts.shorten(left) : left);
                if (seen != 0 || Thread.currentThread().isInterrupted()) {
                    return seen;
                }
                if (nanos > 0) {
                    left = nanos - (System.nanoTime() - start);
                    if (left <= 0) {
                        return 0;
                    }
                }
            }
        } finally {
            hook.leave();
            Interrupts.leave(this);
        }
    }

    private void interrupt() {
        Interrupts.enter(this);
    }

    /** Makes the call, and tells what it saw of the descriptor, in {@link Readiness} bits. A signal ends it with nothing. */
    private int poll(int fd, Interest interest, int count, long nanos) throws IOException {
        write(0, fd, PollFlags.events(interest));
        int ready = call.poll(memory.address(), count, nanos);
        if (ready < 0) {
            int errno = Errno.last();
            if (errno == Errno.EINTR || errno == Errno.EAGAIN) {
                return 0;
            }
            throw Errors.failure("poll", fd, errno);
        }
        int seen = PollFlags.readiness(structs.getShort(PollConstants.POLLFD_REVENTS));
        if ((seen & Readiness.INVALID_BIT) != 0) {
            throw Errors.failure("poll", fd, Errno.EBADF);
        }
        return seen;
    }

    private void write(int place, int fd, short events) {
        int at = place * PollConstants.POLLFD_SIZE;
        structs.putInt(at + PollConstants.POLLFD_FD, fd);
        structs.putShort(at + PollConstants.POLLFD_EVENTS, events);
        structs.putShort(at + PollConstants.POLLFD_REVENTS, (short) 0);
    }
}
