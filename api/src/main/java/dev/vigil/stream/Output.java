package dev.vigil.stream;

import dev.vigil.carry.Block;
import dev.vigil.carry.Operation;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What was written to a stream and the system has not taken yet: a short queue of blocks, none while it is empty, and the operation
 * that gives the oldest to the system. Only for the loop's thread.
 */
final class Output extends Operation {
    private final BlockPool pool;
    private final RelayEnd end;

    /** A ring whose length is a power of two. All blocks but the last are filled to their end. */
    private Block[] ring = new Block[2];

    private int head;
    private int blocks;

    /** Where the first byte is in the first block. */
    private int from;

    /** Where the last byte ends in the last block. */
    private int to;

    private long pending;

    Output(BlockPool pool, RelayEnd end) {
        super(true);
        this.pool = pool;
        this.end = end;
    }

    void begin(int fd) {
        standFor(fd);
    }

    boolean isEmpty() {
        return pending == 0;
    }

    long pending() {
        return pending;
    }

    /** Whether so many bytes more have a place. */
    boolean hasRoomFor(int bytes) {
        int more = bytes - roomInLast();
        if (more <= 0 || more <= pool.available() - pool.largeBytes()) {
            return true;
        }
        // In small blocks at worst, and a reserve.
        long small = (more - 1L) / BlockPool.SMALL + (blocks == 0 ? 0 : 1);
        return small == 0 || small * BlockPool.SMALL <= pool.available();
    }

    private int roomInLast() {
        return blocks == 0 ? 0 : last().size() - to;
    }

    private Block last() {
        return ring[(head + blocks - 1) & (ring.length - 1)];
    }

    /** Takes all of what is left in a buffer, for which there is {@link #hasRoomFor room}. */
    void take(ByteBuffer source) {
        while (source.hasRemaining()) {
            if (roomInLast() == 0) {
                add(source.remaining());
            }
            int count = Math.min(source.remaining(), roomInLast());
            last().buffer().clear().put(to, source, source.position(), count);
            source.position(source.position() + count);
            to += count;
            pending += count;
        }
    }

    private void add(int wanted) {
        // Who has filled one block goes on: fewer calls then.
        Block block = wanted > BlockPool.SMALL || blocks > 0 ? pool.borrow(true) : null;
        if (block == null) {
            block = pool.borrow(false);
        }
        if (block == null) {
            block = pool.borrowReserve();
        }
        if (blocks == ring.length) {
            grow();
        }
        ring[(head + blocks) & (ring.length - 1)] = block;
        blocks++;
        to = 0;
    }

    private void grow() {
        Block[] larger = Arrays.copyOf(ring, ring.length * 2);
        for (int i = 0; i < head; i++) {
            larger[ring.length + i] = ring[i];
            larger[i] = null;
        }
        ring = larger;
    }

    /** Asks for the oldest bytes to be written. Not while this is empty. */
    void prepare() {
        Block oldest = ring[head];
        ask(oldest, from, (blocks == 1 ? to : oldest.size()) - from);
    }

    @Override
    public void perform() {
        ByteBuffer buffer = block().buffer();
        try {
            int count = end.write(buffer.limit(offset() + length()).position(offset()));
            if (count > 0) {
                moved(count);
            } else {
                nothing();
            }
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException e) {
            failed(new IOException("writing to " + end + " has failed: " + e, e));
        }
    }

    /** Forgets what the operation has moved. Returns whether that was all that it was asked for. */
    boolean settle() {
        int count = count();
        from += count;
        pending -= count;
        if (count < length()) {
            return false;
        }
        pool.giveBack(ring[head]);
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        blocks--;
        from = 0;
        return true;
    }

    /** Drops everything. */
    void clear() {
        while (blocks > 0) {
            pool.giveBack(ring[head]);
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            blocks--;
        }
        from = 0;
        to = 0;
        pending = 0;
    }
}
