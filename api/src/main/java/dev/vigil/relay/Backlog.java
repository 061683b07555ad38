package dev.vigil.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that were read and not yet written: a short queue of chunks, whose number is limited. Each chunk is kept flipped, so that its
 * position and limit enclose what is to be written. Holds no memory while it is empty. Only for the loop's thread.
 */
final class Backlog {
    static final int NO_MEMORY = -2;

    private final ChunkPool pool;
    private final long depth;

    /** How many chunks the depth is. */
    private final long most;

    /** A ring whose length is a power of two. */
    private ByteBuffer[] ring = new ByteBuffer[1];

    private int head;
    private int chunks;
    private long pending;

    /** Whether the last read got less than there was room for, so that another one would find nothing. */
    private boolean exhausted;

    Backlog(ChunkPool pool, long depth) {
        this.pool = pool;
        this.depth = depth;
        this.most = (depth + pool.chunkBytes() - 1) / pool.chunkBytes();
    }

    long pending() {
        return pending;
    }

    boolean isEmpty() {
        return pending == 0;
    }

    /** Whether no more may be read until something was written. */
    boolean isFull() {
        return pending >= depth || (roomInLast() == 0 && !mayGrow());
    }

    /**
     * Besides the depth, memory that gets short is a limit: a stream that holds some may hold at most as much as is left for all
     * the others. So however many streams are stalled, they leave something.
     */
    private boolean mayGrow() {
        return chunks == 0 || (chunks < most && chunks < pool.available());
    }

    private int roomInLast() {
        if (chunks == 0) {
            return 0;
        }
        ByteBuffer last = last();
        return last.capacity() - last.limit();
    }

    private ByteBuffer last() {
        return ring[(head + chunks - 1) & (ring.length - 1)];
    }

    /**
     * Reads once from an end. Not to be called while this {@link #isFull() is full}.
     *
     * @return as {@link RelayEnd#read}, or {@link #NO_MEMORY}
     */
    int fill(RelayEnd from, long most) throws IOException {
        if (roomInLast() == 0 && !append()) {
            return NO_MEMORY;
        }
        ByteBuffer chunk = last();
        int start = chunk.position();
        int end = chunk.limit();
        int room = (int) Math.min(chunk.capacity() - end, most);
        int count = 0;
        try {
            chunk.limit(end + room).position(end);
            count = from.read(chunk);
        } finally {
            chunk.limit(end + Math.max(0, count)).position(start);
            if (chunk.limit() == start) {
                removeLast();
            }
        }
        pending += Math.max(0, count);
        exhausted = count < room;
        return count;
    }

    boolean sourceIsExhausted() {
        return exhausted;
    }

    /**
     * Writes the first chunk to an end.
     *
     * @return false if the end took less than all of it
     */
    boolean drain(RelayEnd to) throws IOException {
        ByteBuffer chunk = ring[head];
        int start = chunk.position();
        try {
            to.write(chunk);
        } finally {
            pending -= chunk.position() - start;
        }
        if (chunk.hasRemaining()) {
            // With one chunk there is no other place to read on; what is moved is never more than what was written.
            if (most == 1 && chunk.position() >= chunk.capacity() / 2) {
                chunk.compact().flip();
            }
            return false;
        }
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        chunks--;
        pool.giveBack(chunk);
        return true;
    }

    /** Drops everything. */
    void clear() {
        while (chunks > 0) {
            removeLast();
        }
        pending = 0;
    }

    private boolean append() {
        ByteBuffer chunk = pool.borrow();
        if (chunk == null) {
            return false;
        }
        if (chunks == ring.length) {
            ByteBuffer[] larger = new ByteBuffer[ring.length * 2];
            for (int i = 0; i < chunks; i++) {
                larger[i] = ring[(head + i) & (ring.length - 1)];
            }
            Arrays.fill(ring, null);
            ring = larger;
            head = 0;
        }
        chunks++;
        ring[(head + chunks - 1) & (ring.length - 1)] = chunk.limit(0);
        return true;
    }

    private void removeLast() {
        int place = (head + chunks - 1) & (ring.length - 1);
        pool.giveBack(ring[place]);
        ring[place] = null;
        chunks--;
    }
}
