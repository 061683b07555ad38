package dev.vigil.stream;

import dev.vigil.carry.Block;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages that were handed to a port and the system has not taken yet, each in one piece within a block; no block while there are none.
 * Only for the loop's thread.
 */
final class DatagramQueue {
    /** What keeping a message costs beside its bytes, so that there is no end of empty ones either. */
    static final int OVERHEAD = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final BlockPool pool;

    /** Rings whose length is a power of two, one message in each place. */
    private Block[] blocks = new Block[4];

    private SocketAddress[] addresses = new SocketAddress[4];
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];
    private int head;
    private int size;

    /** Where the last message ends in its block. */
    private int to;

    private long pending;

    DatagramQueue(BlockPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** How many bytes wait, with what the messages cost beside. */
    long pending() {
        return pending;
    }

    private int place(int number) {
        return (head + number) & (blocks.length - 1);
    }

    /** Takes all of what is left in a buffer as one message; false if it has no place now. */
    boolean take(ByteBuffer source, SocketAddress address) {
        int length = source.remaining();
        Block last = size == 0 ? null : blocks[place(size - 1)];
        Block block = last;
        if (length > 0 && (last == null || last.size() - to < length)) {
            block = borrow(length);
            if (block == null) {
                return false;
            }
            to = 0;
        }
        if (size == blocks.length) {
            grow();
        }
        int place = place(size);
        blocks[place] = block;
        addresses[place] = address;
        offsets[place] = to;
        lengths[place] = length;
        size++;
        if (length > 0) {
            block.buffer().clear().put(to, source, source.position(), length);
            source.position(source.limit());
            to += length;
        }
        pending += length + OVERHEAD;
        return true;
    }

    private Block borrow(int length) {
        // Who has filled one block goes on.
        Block block = length > BlockPool.SMALL || size > 0 ? pool.borrow(true) : null;
        if (block != null || length > BlockPool.SMALL) {
            return block;
        }
        block = pool.borrow(false);
        return block == null && size == 0 ? pool.borrowReserve() : block;
    }

    private void grow() {
        int old = blocks.length;
        Block[] largerBlocks = Arrays.copyOf(blocks, old * 2);
        SocketAddress[] largerAddresses = Arrays.copyOf(addresses, old * 2);
        int[] largerOffsets = Arrays.copyOf(offsets, old * 2);
        int[] largerLengths = Arrays.copyOf(lengths, old * 2);
        for (int i = 0; i < head; i++) {
            largerBlocks[old + i] = blocks[i];
            largerBlocks[i] = null;
            largerAddresses[old + i] = addresses[i];
            largerAddresses[i] = null;
            largerOffsets[old + i] = offsets[i];
            largerLengths[old + i] = lengths[i];
        }
        blocks = largerBlocks;
        addresses = largerAddresses;
        offsets = largerOffsets;
        lengths = largerLengths;
    }

    /** Gives the oldest messages to a batch. */
    void offer(DatagramBatch batch, int most) {
        batch.begin();
        int count = Math.min(size, most);
        for (int i = 0; i < count; i++) {
            int place = place(i);
            Block block = blocks[place];
            batch.add(
                    block == null ? NOTHING : block.buffer(),
                    block == null ? 0 : offsets[place],
                    lengths[place],
                    addresses[place]);
        }
    }

    /** Whom the oldest message is for. Not while this is empty. */
    SocketAddress address() {
        return addresses[head];
    }

    /** The oldest message, for its handler. Not while this is empty. */
    ByteBuffer message() {
        Block block = blocks[head];
        if (block == null) {
            return NOTHING;
        }
        int offset = offsets[head];
        return block.buffer()
                .clear()
                .order(ByteOrder.BIG_ENDIAN)
                .limit(offset + lengths[head])
                .position(offset);
    }

    /** Drops the oldest message, and returns how many bytes it had. Not while this is empty. */
    int drop() {
        int length = lengths[head];
        Block block = blocks[head];
        blocks[head] = null;
        addresses[head] = null;
        head = (head + 1) & (blocks.length - 1);
        size--;
        // The messages of a block lie one behind the other.
        if (block != null && (size == 0 || blocks[head] != block)) {
            pool.giveBack(block);
        }
        if (size == 0) {
            to = 0;
        }
        pending -= length + OVERHEAD;
        return length;
    }

    /** Drops everything. Returns how many messages there were. */
    int clear() {
        int count = size;
        while (size > 0) {
            drop();
        }
        return count;
    }
}
