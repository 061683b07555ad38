package dev.vigil.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that were read and could not be written yet, in memory: a short queue of chunks. Holds none while it is empty. Each buffer is
 * kept flipped, so that its position and limit enclose what is to be written. Only for the loop's thread.
 *
 * <p>Memory that gets short is a limit besides the depth: a direction may take another chunk only while it holds fewer than are left
 * for all others. That slows the last ones down and leaves nothing to those who come when all is taken: for these there is a reserve
 * beyond the pool, so that every stream moves some bytes, always.
 */
final class Backlog {
    private final ChunkPool pool;
    private final long depth;

    /** How many chunks the depth can lie across. */
    private final long most;

    /** What was read when there was no chunk to be had, or was there before everything else; older than all chunks. Or null. */
    private ByteBuffer reserve;

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
        this.most = (depth + pool.chunkBytes() - 1) / pool.chunkBytes() + 1;
    }

    long pending() {
        return pending;
    }

    boolean isEmpty() {
        return pending == 0;
    }

    /** Whether no more may be read until something was written. */
    boolean isFull() {
        return pending >= depth || (pending > 0 && roomInLast() == 0 && !mayGrow());
    }

    private boolean mayGrow() {
        return chunks < most && (chunks == 0 || chunks < pool.available()) && pool.ensure(1) > 0;
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

    /** How many of so many bytes an {@link #append} is sure to take. Only while this is empty. */
    int room(int wanted) {
        int allowed = (int) Math.min(most, (pool.available() + 1) / 2);
        int needed = (wanted - 1) / pool.chunkBytes() + 1;
        int chunksToHave = pool.ensure(Math.min(allowed, needed));
        return (int) Math.min(wanted, chunksToHave == 0 ? ChunkPool.RESERVE : (long) chunksToHave * pool.chunkBytes());
    }

    /** Takes all of what is left in a buffer: no more than there is {@link #room} for. */
    void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            ByteBuffer target = target();
            int start = target.position();
            int end = target.limit();
            int count = Math.min(bytes.remaining(), target.capacity() - end);
            target.limit(end + count);
            target.put(end, bytes, bytes.position(), count).position(start);
            bytes.position(bytes.position() + count);
            pending += count;
        }
    }

    /** Has some bytes go before everything else, whatever the depth; at most {@link ChunkPool#RESERVE}. Only while this is empty. */
    void begin(byte[] bytes) {
        if (bytes.length > 0) {
            reserve = pool.borrowReserve().put(bytes).flip();
            pending = bytes.length;
        }
    }

    /** Reads once from an end, at most so much: as {@link RelayEnd#read}. Not while this is {@link #isFull() full}. */
    int fill(RelayEnd from, long limit) throws IOException {
        ByteBuffer target = target();
        int start = target.position();
        int end = target.limit();
        int room = (int) Math.min(target.capacity() - end, limit);
        int count = 0;
        try {
            target.limit(end + room).position(end);
            count = target.isDirect() ? from.read(target) : readThrough(from, target);
        } finally {
            target.limit(end + Math.max(0, count)).position(start);
            if (target.limit() == start) {
                removeNewest();
            }
        }
        pending += Math.max(0, count);
        exhausted = count < room;
        return count;
    }

    /** A reserve of the heap is filled by way of the loop's buffer, and emptied likewise. */
    private int readThrough(RelayEnd from, ByteBuffer target) throws IOException {
        ByteBuffer passage = pool.transit().clear().limit(target.remaining());
        int count = from.read(passage);
        target.put(passage.flip());
        return count;
    }

    private void writeThrough(RelayEnd to, ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        ByteBuffer passage = pool.transit().clear();
        passage.put(0, bytes, start, bytes.remaining()).limit(bytes.remaining());
        try {
            to.write(passage);
        } finally {
            bytes.position(start + passage.position());
        }
    }

    boolean sourceIsExhausted() {
        return exhausted;
    }

    /** Where the next byte goes, with room for one at least. */
    private ByteBuffer target() {
        if (roomInLast() > 0) {
            return last();
        }
        if (!mayGrow()) {
            // Then this is empty.
            reserve = pool.borrowReserve().limit(0);
            return reserve;
        }
        ByteBuffer chunk = pool.borrow();
        if (chunks == ring.length) {
            grow();
        }
        chunks++;
        ring[(head + chunks - 1) & (ring.length - 1)] = chunk.limit(0);
        return chunk;
    }

    private void grow() {
        ByteBuffer[] larger = new ByteBuffer[ring.length * 2];
        for (int i = 0; i < chunks; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        Arrays.fill(ring, null);
        ring = larger;
        head = 0;
    }

    /** Writes the oldest buffer to an end; false if the end took less than all of it. Not while this is empty. */
    boolean drain(RelayEnd to) throws IOException {
        boolean reserved = reserve != null;
        ByteBuffer oldest = reserved ? reserve : ring[head];
        int start = oldest.position();
        try {
            if (oldest.isDirect()) {
                to.write(oldest);
            } else {
                writeThrough(to, oldest);
            }
        } finally {
            pending -= oldest.position() - start;
        }
        if (oldest.hasRemaining()) {
            return false;
        }
        if (reserved) {
            reserve = null;
            pool.giveBackReserve(oldest);
        } else {
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            chunks--;
            pool.giveBack(oldest);
        }
        return true;
    }

    /** Drops everything. */
    void clear() {
        while (chunks > 0 || reserve != null) {
            removeNewest();
        }
        pending = 0;
    }

    /** Gives back what the last byte is, or would be, in. */
    private void removeNewest() {
        if (chunks == 0) {
            pool.giveBackReserve(reserve);
            reserve = null;
            return;
        }
        int place = (head + chunks - 1) & (ring.length - 1);
        pool.giveBack(ring[place]);
        ring[place] = null;
        chunks--;
    }
}
