package dev.vigil.epoll;

import dev.vigil.posix.NativeMemory;
import dev.vigil.spi.Batch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** The memory of one waiter: an array of {@code struct epoll_event}, and a {@code struct timespec} behind it. */
final class EpollBatch extends Batch {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final NativeMemory memory;
    private final int timespecOffset;
    private final ByteBuffer bytes;
    private final IntBuffer ints;
    final long address;

    /** How many rebuilds this waiter has passed the wake-up on for. */
    int rebuildsSeen;

    EpollBatch(int limit) {
        super(limit);
        timespecOffset = Math.addExact(Math.multiplyExact(limit, EpollConstants.EVENT_SIZE), 7) & ~7;
        memory = NativeMemory.allocate(timespecOffset + 2 * Long.BYTES);
        bytes = memory.buffer();
        ints = bytes.asIntBuffer();
        address = memory.address();
    }

    /** Writes a timeout and returns where it stands. */
    long timespec(long nanos) {
        bytes.putLong(timespecOffset, nanos / NANOS_PER_SECOND);
        bytes.putLong(timespecOffset + Long.BYTES, nanos % NANOS_PER_SECOND);
        return address + timespecOffset;
    }

    /** Takes over what the kernel has written, and takes the wake-up out of it. */
    void decode(int count) {
        if (LITTLE_ENDIAN) {
            fill(ints, count, EpollConstants.EVENT_SIZE / Integer.BYTES, 0, EpollConstants.EVENT_DATA / Integer.BYTES);
        } else {
            copy(count);
        }
        int wakeUp = -1;
        for (int i = 0; i < count; i++) {
            readiness(i, EpollFlags.readiness(readiness(i)));
            if (isReserved(i)) {
                wakeUp = i;
            }
        }
        if (wakeUp >= 0) {
            remove(wakeUp);
            woken();
        }
        scanned(count);
    }

    private void copy(int count) {
        clear();
        for (int i = 0, at = 0; i < count; i++, at += EpollConstants.EVENT_SIZE) {
            add(bytes.getLong(at + EpollConstants.EVENT_DATA), bytes.getInt(at));
        }
    }
}
