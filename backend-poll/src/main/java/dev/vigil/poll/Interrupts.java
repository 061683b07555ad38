package dev.vigil.poll;

import dev.vigil.posix.WakeUpDescriptor;
import java.io.IOException;

/**
 * The descriptor that ends {@linkplain PollOnce waits} whose threads are interrupted. It is one for the process, opened by the
 * first wait that blocks, and readable while there is a wait that was told of an interrupt and has not ended. Others
 * find it readable too, and go on.
 */
final class Interrupts {
    /** How long a wait is at a time while there is no such descriptor, since none was left: then the thread looks itself. */
    private static final long SLICE_NANOS = 10_000_000;

    private static volatile WakeUpDescriptor shared;

    /** How many waits were told and have not ended. */
    private static int told;

    private Interrupts() {}

    /** The descriptor, or -1 if none is left. */
    static int fd() {
        WakeUpDescriptor opened = shared;
        if (opened == null) {
            opened = open();
        }
        return opened == null ? -1 : opened.fd();
    }

    private static synchronized WakeUpDescriptor open() {
        if (shared == null) {
            try {
                shared = WakeUpDescriptor.open();
            } catch (IOException e) {
                return null;
            }
        }
        return shared;
    }

    /** A wait without a descriptor, in time to look for an interrupt. */
    static long shorten(long nanos) {
        return nanos < 0 ? SLICE_NANOS : Math.min(nanos, SLICE_NANOS);
    }

    /** Ends a wait. From any thread, while the wait is under way. */
    static synchronized void enter(PollOnce wait) {
        if (!wait.interrupted) {
            wait.interrupted = true;
            told++;
            if (shared != null) {
                shared.signal();
            }
        }
    }

    /** Comes when the wait has ended, told or not. */
    static synchronized void leave(PollOnce wait) {
        if (wait.interrupted) {
            wait.interrupted = false;
            if (--told == 0 && shared != null) {
                shared.drain();
            }
        }
    }
}
