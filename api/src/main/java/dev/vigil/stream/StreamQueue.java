package dev.vigil.stream;

import java.util.Arrays;

/** Streams that wait for something, each of them once, in the order in which they came. Only for the loop's thread. */
final class StreamQueue {
    /** Says in {@link Stream#queues} that a stream is in this queue. */
    private final int bit;

    /** A ring whose length is a power of two. */
    private Stream[] ring = new Stream[16];

    private int head;
    private int size;

    StreamQueue(int bit) {
        this.bit = bit;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Stream stream) {
        if ((stream.queues & bit) != 0) {
            return;
        }
        stream.queues |= bit;
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = stream;
        size++;
    }

    private void grow() {
        Stream[] larger = Arrays.copyOf(ring, ring.length * 2);
        for (int i = 0; i < head; i++) {
            larger[ring.length + i] = ring[i];
            larger[i] = null;
        }
        ring = larger;
    }

    /** The one that has waited longest, which waits no more. Not while this is empty. */
    Stream take() {
        Stream stream = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        stream.queues &= ~bit;
        return stream;
    }
}
