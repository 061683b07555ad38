package dev.vigil.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct memory for the bytes that wait in one loop: chunks of one size up to a limit, and beyond the limit a small reserve for
 * each direction that finds no chunk left. What is given back last is lent first: it is still in the processor's cache. Memory is
 * taken when first needed, and kept. Only for the loop's thread.
 */
final class ChunkPool {
    /** Enough for a stream to go on, and little enough for every one of thousands to have. */
    static final int RESERVE = 4096;

    private final int chunkBytes;
    private final long mostBytes;
    private int most;
    private ByteBuffer[] free = new ByteBuffer[16];
    private int freeCount;
    private int allocated;
    private final ArrayDeque<ByteBuffer> freeReserves = new ArrayDeque<>();

    /** For other threads to read. */
    private final AtomicLong lentBytes = new AtomicLong();

    private final AtomicLong allocatedBytes = new AtomicLong();

    /** {@code limit} is in bytes; there is always at least one chunk. */
    ChunkPool(int chunkBytes, long limit) {
        this.chunkBytes = chunkBytes;
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit / chunkBytes));
        this.mostBytes = (long) most * chunkBytes;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** How many more chunks can be lent, unless the JVM has less. */
    int available() {
        return most - allocated + freeCount;
    }

    /** How many bytes are lent, reserves included. For any thread. */
    long lentBytes() {
        return lentBytes.get();
    }

    /** How many bytes were taken from the system, reserves included. For any thread. */
    long allocatedBytes() {
        return allocatedBytes.get();
    }

    /** How many bytes are taken at most, but for reserves. */
    long mostBytes() {
        return mostBytes;
    }

    /** Takes memory, so that so many chunks can be borrowed if that is possible. Returns how many of them can. */
    int ensure(int count) {
        while (freeCount < count && allocated < most) {
            ByteBuffer chunk;
            try {
                chunk = ByteBuffer.allocateDirect(chunkBytes);
            } catch (OutOfMemoryError e) {
                // The JVM gives less than it was thought to: what there is has to do.
                most = allocated;
                break;
            }
            allocated++;
            allocatedBytes.lazySet(allocatedBytes.getPlain() + chunkBytes);
            push(chunk);
        }
        return Math.min(freeCount, count);
    }

    /** A cleared chunk, where {@link #ensure} says that there is one. */
    ByteBuffer borrow() {
        freeCount--;
        ByteBuffer chunk = free[freeCount];
        free[freeCount] = null;
        lent(chunkBytes);
        return chunk;
    }

    void giveBack(ByteBuffer chunk) {
        push(chunk.clear());
        lent(-chunkBytes);
    }

    private void push(ByteBuffer chunk) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount] = chunk;
        freeCount++;
    }

    /** A cleared buffer of {@link #RESERVE} bytes. */
    ByteBuffer borrowReserve() {
        ByteBuffer reserve = freeReserves.poll();
        if (reserve == null) {
            reserve = ByteBuffer.allocateDirect(RESERVE);
            allocatedBytes.lazySet(allocatedBytes.getPlain() + RESERVE);
        }
        lent(RESERVE);
        return reserve;
    }

    void giveBackReserve(ByteBuffer reserve) {
        freeReserves.push(reserve.clear());
        lent(-RESERVE);
    }

    private void lent(int bytes) {
        lentBytes.lazySet(lentBytes.getPlain() + bytes);
    }
}
