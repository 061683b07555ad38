package dev.vigil.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct memory for the relayed bytes of one loop, in chunks of one size. The chunk given back last is lent first: it is still
 * in the processor's cache. Memory is taken when first needed, and kept. Only for the loop's thread.
 */
final class ChunkPool {
    private final int chunkBytes;
    private final long mostBytes;
    private int most;
    private ByteBuffer[] free = new ByteBuffer[16];
    private int freeCount;
    private int allocated;

    /** For other threads to read. */
    private final AtomicInteger lentSeen = new AtomicInteger();

    private final AtomicInteger allocatedSeen = new AtomicInteger();

    /** {@code limit} is in bytes; there is always at least one chunk. */
    ChunkPool(int chunkBytes, long limit) {
        this.chunkBytes = chunkBytes;
        this.mostBytes = Math.max(chunkBytes, limit / chunkBytes * chunkBytes);
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit / chunkBytes));
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** How many more chunks can be lent. */
    int available() {
        return most - allocated + freeCount;
    }

    /** How many bytes are lent. For any thread. */
    long lentBytes() {
        return (long) lentSeen.get() * chunkBytes;
    }

    /** How many bytes were taken from the system. For any thread. */
    long allocatedBytes() {
        return (long) allocatedSeen.get() * chunkBytes;
    }

    /** How many bytes are taken at most. */
    long mostBytes() {
        return mostBytes;
    }

    /** A cleared chunk, or null if there is none left. */
    ByteBuffer borrow() {
        if (freeCount > 0) {
            freeCount--;
            ByteBuffer chunk = free[freeCount];
            free[freeCount] = null;
            lentSeen.lazySet(allocated - freeCount);
            return chunk;
        }
        if (allocated == most) {
            return null;
        }
        ByteBuffer chunk;
        try {
            chunk = ByteBuffer.allocateDirect(chunkBytes);
        } catch (OutOfMemoryError e) {
            if (allocated == 0) {
                throw e;
            }
            // The JVM gives less than it was thought to: what there is has to do.
            most = allocated;
            return null;
        }
        allocated++;
        allocatedSeen.lazySet(allocated);
        lentSeen.lazySet(allocated - freeCount);
        return chunk;
    }

    void giveBack(ByteBuffer chunk) {
        chunk.clear();
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount] = chunk;
        freeCount++;
        lentSeen.lazySet(allocated - freeCount);
    }
}
