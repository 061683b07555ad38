package dev.vigil.nio;

import dev.vigil.spi.Watch;
import java.util.Arrays;

/**
 * What one selection found, and who of them is served when the batch cannot hold all: first those that were not served yet in
 * the present round. A round ends when everybody that is ready has been served in it, so nobody waits for more than one turn of
 * each of the others, whatever the order of the Selector.
 */
final class ReadyList {
    private Watch[] watches = new Watch[64];
    private int[] operations = new int[64];
    private int size;
    private long round = 1;

    void clear() {
        Arrays.fill(watches, 0, size, null);
        size = 0;
    }

    void add(Watch watch, int readyOperations) {
        if (size == watches.length) {
            watches = Arrays.copyOf(watches, size * 2);
            operations = Arrays.copyOf(operations, size * 2);
        }
        watches[size] = watch;
        operations[size] = readyOperations;
        size++;
    }

    int size() {
        return size;
    }

    Watch watch(int at) {
        return watches[at];
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
        Arrays.fill(watches, chosen, size, null);
        size = chosen;
    }

    /** Swaps those not served in this round to the front, from place {@code chosen} on. */
    private int bringForward(int chosen, int limit) {
        int next = chosen;
        for (int i = chosen; i < size && next < limit; i++) {
            Watch watch = watches[i];
            NioEntry entry = (NioEntry) watch.attachment;
            if (entry.round != round) {
                entry.round = round;
                watches[i] = watches[next];
                watches[next] = watch;
                int bits = operations[i];
                operations[i] = operations[next];
                operations[next] = bits;
                next++;
            }
        }
        return next;
    }
}
