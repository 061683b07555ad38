package dev.vigil.epoll;

import dev.vigil.posix.NativeMemory;
import dev.vigil.spi.Batch;
import java.nio.ByteBuffer;

/** The memory of one waiter: an array of {@code struct epoll_event}, and a {@code struct timespec} behind it. */
final class EpollBatch extends Batch {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final NativeMemory memory;
    private final int timespecOffset;
    final ByteBuffer events;
    final long address;

    /** How many rebuilds this waiter has passed the wake-up on for. */
    int rebuildsSeen;

    EpollBatch(int limit) {
        super(limit);
        timespecOffset = Math.addExact(Math.multiplyExact(limit, EpollConstants.EVENT_SIZE), 7) & ~7;
        memory = NativeMemory.allocate(timespecOffset + 2 * Long.BYTES);
        events = memory.buffer();
        address = memory.address();
    }

    /** Writes a timeout and returns where it stands. */
    long timespec(long nanos) {
        events.putLong(timespecOffset, nanos / NANOS_PER_SECOND);
        events.putLong(timespecOffset + Long.BYTES, nanos % NANOS_PER_SECOND);
        return address + timespecOffset;
    }
}
