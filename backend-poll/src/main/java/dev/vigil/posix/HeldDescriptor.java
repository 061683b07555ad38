package dev.vigil.posix;

import dev.vigil.wait.Waits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor that stays open while somebody uses it: whoever is the last to leave after {@link #close} closes it. So no
 * call ever meets a number that was closed here and given to another file. For backends, and for channels and ends of one's
 * own.
 *
 * <p>Any thread may call any method. A use is
 *
 * <pre>{@code
 * int fd = held.enter();
 * try {
 *     ...
 * } finally {
 *     held.leave();
 * }
 * }</pre>
 */
public final class HeldDescriptor implements Closeable {

    private static final int ENDED = Integer.MIN_VALUE;

    /** Somebody else has closed it. */
    private static final int ABANDONED = 1 << 30;

    private final int fd;
    private final boolean owned;

    /** How many are inside; the sign bit once the end was asked for, and the next one if it is not closed here. */
    private final AtomicInteger state = new AtomicInteger();

    /**
     * Holds a descriptor.
     *
     * @param fd an open descriptor, which nobody else closes before this is closed
     * @param owned whether it is closed with this
     */
    public HeldDescriptor(int fd, boolean owned) {
        this.fd = fd;
        this.owned = owned;
    }

    /**
     * Begins a use.
     *
     * @return the descriptor, which is not closed here until {@link #leave}
     * @throws ClosedChannelException if this is closed
     */
    public int enter() throws ClosedChannelException {
        while (true) {
            int now = state.get();
            if (now < 0) {
                throw new ClosedChannelException();
            }
            if (state.compareAndSet(now, now + 1)) {
                return fd;
            }
        }
    }

    /** Ends a use. The last one to leave after {@link #close} closes the descriptor; an error of that is not reported. */
    public void leave() {
        if (state.decrementAndGet() == ENDED && owned) {
            // The result of the use must not be lost to an error of closing; close(2) closes in any case.
            Waits.closing(fd);
            LibC.close(fd);
            Waits.lookAgain(fd);
        }
    }

    /**
     * The number, for a look. It may be closed as soon as this has returned: a call on it belongs between {@link #enter}
     * and {@link #leave}.
     *
     * @return the descriptor
     * @throws ClosedChannelException if this is closed
     */
    public int fd() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        return fd;
    }

    /**
     * Whether this is not closed yet.
     *
     * @return true until {@link #close}
     */
    public boolean isOpen() {
        return state.get() >= 0;
    }

    /** Whether somebody is inside. */
    boolean isInUse() {
        return (state.get() & ~(ENDED | ABANDONED)) != 0;
    }

    /**
     * Closes the descriptor if it is owned, at once or when all have left. Closing again does nothing.
     *
     * @throws IOException if the system reports an error in closing; it is closed nevertheless
     */
    @Override
    public void close() throws IOException {
        while (true) {
            int now = state.get();
            if (now < 0) {
                return;
            }
            if (state.compareAndSet(now, now | ENDED)) {
                if (now == 0 && owned) {
                    Descriptors.close(fd);
                }
                return;
            }
        }
    }

    /**
     * Gives the descriptor up: this is closed from now on, and the descriptor open, the caller's to close. Of several threads that give
     * up and close at the same time one succeeds.
     *
     * @return the descriptor
     * @throws ClosedChannelException if this is closed
     * @throws IllegalStateException if the descriptor is not this one's to give, or somebody uses it
     */
    public int release() throws ClosedChannelException {
        if (!owned) {
            throw new IllegalStateException(this + " is not to be given away: it is its owner's to close");
        }
        while (!state.compareAndSet(0, ENDED)) {
            int now = state.get();
            if (now < 0) {
                throw new ClosedChannelException();
            }
            if (now > 0) {
                throw new IllegalStateException(this + " is in use: give it away when no call on it is under way");
            }
        }
        return fd;
    }

    /**
     * Ends this as {@link #close} does, but closes nothing: for a descriptor that somebody else has closed, and whose number may be
     * another file's by now. Also while somebody is inside.
     */
    public void abandon() {
        state.getAndUpdate(now -> now | ENDED | ABANDONED);
    }

    /** Names the descriptor, and what has become of it. */
    @Override
    public String toString() {
        return "fd " + fd + (owned ? "" : ", borrowed") + (isOpen() ? "" : ", closed");
    }
}
