package dev.vigil.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct memory of one loop: a buffer that bytes pass through, and for those that wait chunks of one size up to a limit; beyond the limit
 * a small reserve for each direction that finds no chunk left. What is given back last is lent first: it is still in the processor's
 * cache. Memory is taken when first needed, and kept; giving back needs none. Only for the loop's thread.
 *
 * <p>The JVM may have less direct memory than it was thought to. Then what there is has to do: further reserves are of the heap, and
 * what is in them passes through the loop's buffer, a little of which is taken at once.
 */
final class ChunkPool {
    /** Enough for a stream to go on, and little enough for every one of thousands to have. */
    static final int RESERVE = 4096;

    /** Larger reads cost no less for a byte, and wear out more of the processor's cache. */
    private static final int LARGEST_TRANSIT = 1024 * 1024;

    /** What to try if that is not to be had. */
    private static final int SMALL_TRANSIT = 64 * 1024;

    private final int chunkBytes;
    private final long mostBytes;
    private int most;
    private ByteBuffer[] free = new ByteBuffer[16];
    private int freeCount;
    private int allocated;
    private ByteBuffer[] freeReserves = new ByteBuffer[16];
    private int freeReserveCount;
    private int reserves;

    /** Whether the JVM has refused more direct memory. */
    private boolean scarce;

    private ByteBuffer transit = ByteBuffer.allocateDirect(RESERVE);
    private int transitWanted;

    /** For other threads to read. */
    private final AtomicLong lentBytes = new AtomicLong();

    private final AtomicLong allocatedBytes = new AtomicLong();

    /** {@code limit} is in bytes; there is always at least one chunk. {@code depth} is what one direction holds at most. */
    ChunkPool(int chunkBytes, long limit, int depth) {
        this.chunkBytes = chunkBytes;
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit / chunkBytes));
        this.mostBytes = (long) most * chunkBytes;
        this.transitWanted = Math.min(depth, LARGEST_TRANSIT);
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

    /** What bytes pass through, for one turn of one direction at a time: {@link #RESERVE} bytes or more. */
    ByteBuffer transit() {
        if (transit.capacity() < transitWanted) {
            enlargeTransit();
        }
        return transit;
    }

    private void enlargeTransit() {
        try {
            transit = ByteBuffer.allocateDirect(transitWanted);
        } catch (OutOfMemoryError e) {
            enlargeTransitALittle();
        }
        // Asking for more each time would cost each time: the JVM collects garbage before it refuses.
        transitWanted = transit.capacity();
    }

    private void enlargeTransitALittle() {
        if (transitWanted <= SMALL_TRANSIT) {
            return;
        }
        try {
            transit = ByteBuffer.allocateDirect(SMALL_TRANSIT);
        } catch (OutOfMemoryError e) {
            scarce = true;
        }
    }

    /** Takes memory, so that so many chunks can be borrowed if that is possible. Returns how many of them can. */
    int ensure(int count) {
        while (freeCount < count && allocated < most) {
            try {
                take();
            } catch (OutOfMemoryError e) {
                most = allocated;
                scarce = true;
            }
        }
        return Math.min(freeCount, count);
    }

    private void take() {
        if (allocated == free.length) {
            free = Arrays.copyOf(free, allocated * 2);
        }
        push(ByteBuffer.allocateDirect(chunkBytes));
        allocated++;
        allocatedBytes.lazySet(allocatedBytes.getPlain() + chunkBytes);
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
        free[freeCount] = chunk;
        freeCount++;
    }

    /** A cleared buffer of {@link #RESERVE} bytes: direct, or of the heap. */
    ByteBuffer borrowReserve() {
        if (freeReserveCount == 0) {
            takeReserve();
        }
        freeReserveCount--;
        ByteBuffer reserve = freeReserves[freeReserveCount];
        freeReserves[freeReserveCount] = null;
        lent(RESERVE);
        return reserve;
    }

    private void takeReserve() {
        if (reserves == freeReserves.length) {
            freeReserves = Arrays.copyOf(freeReserves, reserves * 2);
        }
        freeReserves[0] = newReserve();
        freeReserveCount = 1;
        reserves++;
        allocatedBytes.lazySet(allocatedBytes.getPlain() + RESERVE);
    }

    private ByteBuffer newReserve() {
        if (!scarce) {
            try {
                return ByteBuffer.allocateDirect(RESERVE);
            } catch (OutOfMemoryError e) {
                scarce = true;
            }
        }
        return ByteBuffer.allocate(RESERVE);
    }

    void giveBackReserve(ByteBuffer reserve) {
        freeReserves[freeReserveCount] = reserve.clear();
        freeReserveCount++;
        lent(-RESERVE);
    }

    private void lent(int bytes) {
        lentBytes.lazySet(lentBytes.getPlain() + bytes);
    }
}
