package dev.vigil.stream;

import dev.vigil.carry.Block;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct memory for the bytes that wait in one loop: blocks of two sizes up to a limit, small ones for the many streams that hold
 * little, large ones for what holds more. Beyond the limit a stream may still have a small one each way. What is given back last is
 * lent first: it is still in the processor's cache. Only for the loop's thread, but for the figures.
 */
final class BlockPool {
    /** Enough for a stream to go on, and little enough for every one of thousands to have. */
    static final int SMALL = 4096;

    private final int largeBytes;
    private long most;
    private final ArrayDeque<Block> freeSmall = new ArrayDeque<>();
    private final ArrayDeque<Block> freeLarge = new ArrayDeque<>();

    /** How many bytes of what is lent are beyond the limit: small blocks, no matter which. */
    private long reserved;

    private final AtomicLong lent = new AtomicLong();
    private final AtomicLong allocated = new AtomicLong();

    /** Both in bytes. A limit below one large block is that of one. */
    BlockPool(int largeBytes, long limit) {
        this.largeBytes = Math.max(SMALL, largeBytes);
        this.most = Math.max(this.largeBytes, limit);
    }

    int largeBytes() {
        return largeBytes;
    }

    /** How many bytes can still be lent; reserves count for nothing. Negative while more is lent than the limit allows. */
    long available() {
        return most - lent.getPlain() + reserved;
    }

    /** How many bytes are lent, reserves included. For any thread. */
    long lentBytes() {
        return lent.get();
    }

    /** How many bytes were taken from the system, reserves included. For any thread. */
    long allocatedBytes() {
        return allocated.get();
    }

    /** A block, or null if the limit or the JVM has none. */
    Block borrow(boolean large) {
        int size = large ? largeBytes : SMALL;
        return size > available() ? null : lend(size);
    }

    /** A small block whatever the limit; an {@link OutOfMemoryError} if the JVM has none. */
    Block borrowReserve() {
        Block block = borrow(false);
        if (block == null) {
            block = lendAny(SMALL);
            reserved += SMALL;
        }
        return block;
    }

    /** A block of at least so many bytes whatever the limit: for what was read already, of which there is little at a time. */
    Block borrowBeyond(int bytes) {
        return bytes <= SMALL ? borrowReserve() : lendAny(largeBytes);
    }

    private Block lend(int size) {
        if (free(size).isEmpty()) {
            makeRoom(size);
        }
        try {
            return lendAny(size);
        } catch (OutOfMemoryError e) {
            // The JVM gives less than it was thought to: what there is has to do.
            most = Math.min(most, Math.max(lent.getPlain(), largeBytes));
            return null;
        }
    }

    private Block lendAny(int size) {
        Block block = free(size).poll();
        if (block == null) {
            block = new Block(ByteBuffer.allocateDirect(size));
            add(allocated, size);
        }
        add(lent, size);
        return block;
    }

    /** What lies idle in the one size is let go for the other. */
    private void makeRoom(int size) {
        ArrayDeque<Block> others = free(size == SMALL && largeBytes != SMALL ? largeBytes : SMALL);
        while (allocated.getPlain() + size > most && !others.isEmpty()) {
            add(allocated, -others.poll().size());
        }
    }

    void giveBack(Block block) {
        add(lent, -block.size());
        if (block.size() == SMALL && reserved > 0) {
            reserved -= SMALL;
        }
        free(block.size()).push(block);
    }

    private ArrayDeque<Block> free(int size) {
        return size == SMALL ? freeSmall : freeLarge;
    }

    /** One thread writes, so that nothing need be atomic. */
    private static void add(AtomicLong counter, long amount) {
        counter.lazySet(counter.getPlain() + amount);
    }
}
