package dev.vigil.selector;

import dev.vigil.spi.Registrations;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that the mechanism knows, by descriptor: a channel keeps its descriptor until its last selector has let go of it, so
 * one number never stands for two keys. Changed by the thread that selects, which holds the selector's monitor.
 */
final class WatchedKeys implements Registrations {
    private static final int FIRST_CAPACITY = 64;

    private volatile WatchedKey[] byDescriptor = new WatchedKey[FIRST_CAPACITY];
    private int generation;

    /** The keys as they are, to look up the events of one batch. */
    WatchedKey[] byDescriptor() {
        return byDescriptor;
    }

    /** The key that an event names, or null if it is watched no longer. */
    static WatchedKey find(WatchedKey[] keys, long word) {
        int descriptor = (int) word;
        if (descriptor < 0 || descriptor >= keys.length) {
            return null;
        }
        WatchedKey key = keys[descriptor];
        return key != null && key.word == word ? key : null;
    }

    /** The key that is watched under this number, or null. */
    WatchedKey of(int descriptor) {
        WatchedKey[] keys = byDescriptor;
        return descriptor < keys.length ? keys[descriptor] : null;
    }

    /** All that the mechanism knows. */
    List<Watch> watches() {
        List<Watch> all = new ArrayList<>();
        for (WatchedKey key : byDescriptor) {
            if (key != null) {
                all.add(key.watch);
            }
        }
        return all;
    }

    /** A word for the next watch of a descriptor. */
    long nextWord(int descriptor) {
        // Generation 0 is nobody's.
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        return ((long) generation << Integer.SIZE) | descriptor;
    }

    void put(WatchedKey key) {
        int descriptor = (int) key.word;
        if (descriptor >= byDescriptor.length) {
            byDescriptor = Arrays.copyOf(byDescriptor, Math.max(descriptor + 1, byDescriptor.length * 2));
        }
        byDescriptor[descriptor] = key;
    }

    void remove(int descriptor) {
        byDescriptor[descriptor] = null;
    }

    @Override
    public Watch find(long word) {
        WatchedKey key = find(byDescriptor, word);
        return key == null ? null : key.watch;
    }

    /** There is nothing to hold off: mechanisms move registrations in their wait, and control calls come between two waits. */
    @Override
    public void exclusively(Watch watch, Change change) throws IOException {
        if (find(watch.word()) == watch) {
            change.apply(watch);
        }
    }
}
