package dev.vigil.stream;

import java.nio.ByteBuffer;

/** Bytes in the heap on their way from one thread to another: no more of it than waits, and none while nothing does. Not thread-safe. */
final class ByteQueue {
    /** What is kept for the next few bytes, although it is empty. */
    private static final int KEPT = 512;

    private final int limit;
    private byte[] bytes = {};
    private int head;
    private int size;

    ByteQueue(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int room() {
        return limit - size;
    }

    /** Takes from a buffer what there is room for. Returns how many bytes. */
    int put(ByteBuffer source) {
        int count = Math.min(source.remaining(), room());
        makeRoom(count);
        source.get(bytes, head + size, count);
        size += count;
        return count;
    }

    private void makeRoom(int more) {
        if (head + size + more <= bytes.length) {
            return;
        }
        byte[] target = bytes;
        if (size + more > bytes.length) {
            target = new byte[Math.min(limit, Math.max(KEPT, Integer.highestOneBit(size + more) * 2))];
        }
        System.arraycopy(bytes, head, target, 0, size);
        bytes = target;
        head = 0;
    }

    /** Gives the oldest bytes to a buffer. Returns how many. */
    int take(ByteBuffer target) {
        int count = Math.min(target.remaining(), size);
        target.put(bytes, head, count);
        drop(count);
        return count;
    }

    /** The oldest bytes, at most so many. What is used of them is to be {@link #drop dropped}. */
    ByteBuffer first(int most) {
        return ByteBuffer.wrap(bytes, head, Math.min(most, size));
    }

    void drop(int count) {
        head += count;
        size -= count;
        if (size == 0) {
            head = 0;
            if (bytes.length > KEPT) {
                bytes = new byte[0];
            }
        }
    }
}
