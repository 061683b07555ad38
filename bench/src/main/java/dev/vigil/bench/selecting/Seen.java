package dev.vigil.bench.selecting;

import java.nio.channels.SelectionKey;

/** What a key has attached: how often it was selected. */
final class Seen {
    long times;

    static void count(SelectionKey key) {
        ((Seen) key.attachment()).times++;
    }

    static long of(SelectionKey key) {
        return ((Seen) key.attachment()).times;
    }

    static void reset(SelectionKey key) {
        ((Seen) key.attachment()).times = 0;
    }
}
