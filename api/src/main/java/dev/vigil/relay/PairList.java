package dev.vigil.relay;

/**
 * Pairs of one loop, in the order in which they were put in. They are linked by themselves: putting one in and taking it out needs no
 * memory, and so cannot fail half-way. A pair is in one list at a time. Only for the loop's thread.
 */
final class PairList {
    private RelayPair first;
    private RelayPair last;

    boolean isEmpty() {
        return first == null;
    }

    /** The one that was put in first; null if there is none. */
    RelayPair first() {
        return first;
    }

    void add(RelayPair pair) {
        pair.previous = last;
        if (last == null) {
            first = pair;
        } else {
            last.next = pair;
        }
        last = pair;
    }

    /** Takes out one that is in this list. */
    void remove(RelayPair pair) {
        if (pair.previous == null) {
            first = pair.next;
        } else {
            pair.previous.next = pair.next;
        }
        if (pair.next == null) {
            last = pair.previous;
        } else {
            pair.next.previous = pair.previous;
        }
        pair.previous = null;
        pair.next = null;
    }
}
