package dev.vigil.nio;

import java.util.Arrays;

/**
 * What one selection found, and who of them is served when the batch cannot hold all: first those that were not served yet in
 * the present round. A round ends when everybody that is ready has been served in it, so nobody waits for more than one turn of
 * each of the others, whatever the order of the Selector.
 */
final class ReadyList {
    private NioEntry[] entries = new NioEntry[64];
    private int[] operations = new int[64];
    private int size;
    private long round = 1;

    void clear() {
        Arrays.fill(entries, 0, size, null);
        size = 0;
    }

    void add(NioEntry entry, int readyOperations) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
            operations = Arrays.copyOf(operations, size * 2);
        }
        entries[size] = entry;
        operations[size] = readyOperations;
        size++;
    }

    int size() {
        return size;
    }

    NioEntry entry(int at) {
        return entries[at];
    }

    int operations(int at) {
        return operations[at];
    }

    /** Keeps at most {@code limit} of them. */
    void choose(int limit) {
        if (size <= limit) {
            return;
        }
        int chosen = bringForward(0, limit);
        if (chosen < limit) {
            round++;
            chosen = bringForward(chosen, limit);
        }
        Arrays.fill(entries, chosen, size, null);
        size = chosen;
    }

    /** Swaps those not served in this round to the front, from place {@code chosen} on. */
    private int bringForward(int chosen, int limit) {
        int next = chosen;
        for (int i = chosen; i < size && next < limit; i++) {
            NioEntry entry = entries[i];
            if (entry.round != round) {
                entry.round = round;
                entries[i] = entries[next];
                entries[next] = entry;
                int bits = operations[i];
                operations[i] = operations[next];
                operations[next] = bits;
                next++;
            }
        }
        return next;
    }
}
