package dev.vigil.poll;

import dev.vigil.posix.LibC;
import dev.vigil.posix.NativeMemory;
import dev.vigil.spi.Timeouts;

/** The waiting call: ppoll(2) for timeouts below a millisecond where libc has it, else poll(2). Not thread-safe. */
final class PollCall {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final NativeMemory timespec = NativeMemory.allocate(2 * Long.BYTES);
    private final boolean nanoseconds;

    PollCall(boolean nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /** Waits; the result is poll's. */
    int poll(long fds, int count, long nanos) {
        if (nanos > 0 && nanoseconds) {
            timespec.buffer().putLong(0, nanos / NANOS_PER_SECOND).putLong(Long.BYTES, nanos % NANOS_PER_SECOND);
            return LibC.ppoll(fds, count, timespec.address());
        }
        return LibC.poll(fds, count, Timeouts.ceilMillis(nanos));
    }
}
