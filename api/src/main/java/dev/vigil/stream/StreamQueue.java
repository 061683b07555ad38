package dev.vigil.stream;

import java.util.Arrays;

/** Members of a loop that wait for something, each of them once, in the order in which they came. Only for the loop's thread. */
final class StreamQueue<T extends Member> {
    /** Says in {@link Member#queues} that a member is in this queue. */
    private final int bit;

    /** A ring whose length is a power of two. */
    private Member[] ring = new Member[16];

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

    void add(T member) {
        if ((member.queues & bit) != 0) {
            return;
        }
        member.queues |= bit;
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = member;
        size++;
    }

    private void grow() {
        Member[] larger = Arrays.copyOf(ring, ring.length * 2);
        for (int i = 0; i < head; i++) {
            larger[ring.length + i] = ring[i];
            larger[i] = null;
        }
        ring = larger;
    }

    /** The one that has waited longest, which waits no more. Not while this is empty. */
    T take() {
        // Nothing else was put there.
        @SuppressWarnings("unchecked")
        T member = (T) ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        member.queues &= ~bit;
        return member;
    }
}
