package dev.vigil.spi;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registrations of one source, by slot and by descriptor.
 *
 * <p>Readers take no lock: they read the array once per batch and look entries up in it. It grows by doubling into a new
 * array, and the old one is left to the collector with whoever still reads it. That a reader of an old array finds an entry
 * which has ended is told by the entry, whose word and state decide; that it misses a new one cannot be, since an event of a
 * registration is fetched after the registration was put in, and the array is read after the fetch.
 *
 * <p>Writers hold the monitor of the table.
 */
final class Table {
    private static final int FIRST_CAPACITY = 16;
    private static final int LARGEST_INDEXED = 1 << 20;
    private static final int FIRST_SWEEP = 64;

    private volatile Entry[] slots = new Entry[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int used;
    private Entry[] byDescriptor = new Entry[FIRST_CAPACITY];

    /** Channels without a descriptor, and descriptors too large for an array, by channel or Integer. */
    private final Map<Object, Entry> others = new HashMap<>();

    /** How many of them there may be before those are looked for whose channel is closed. */
    private int nextSweep = FIRST_SWEEP;

    Entry[] slots() {
        return slots;
    }

    /** The entry that a word names, or null if it has ended. */
    static Entry find(Entry[] slots, long word) {
        Entry entry = find(slots, (int) word, (int) (word >>> Integer.SIZE));
        return entry != null && entry.active() ? entry : null;
    }

    /** The entry that has this slot and generation, or null. It may have ended. */
    static Entry find(Entry[] slots, int slot, int generation) {
        if (slot < 0 || slot >= slots.length) {
            return null;
        }
        Entry entry = slots[slot];
        return entry != null && (int) (entry.word() >>> Integer.SIZE) == generation ? entry : null;
    }

    /** The word of a slot and a generation. */
    static long word(int slot, int generation) {
        return ((long) generation << Integer.SIZE) | Integer.toUnsignedLong(slot);
    }

    /** The entry that stands for a descriptor, or null. */
    synchronized Entry standing(int fd, SelectableChannel channel) {
        if (isOther(fd)) {
            return others.get(key(fd, channel));
        }
        return fd < byDescriptor.length ? byDescriptor[fd] : null;
    }

    /** Puts in a new entry, or returns null if one stands for the descriptor. */
    synchronized Entry put(
            Control control, int fd, SelectableChannel channel, Interest interest, EventHandler handler) {
        if (standing(fd, channel) != null) {
            return null;
        }
        // All that takes memory comes before the first step that is seen: if there is none, the table is as it was.
        int slot = freeCount > 0 ? free[freeCount - 1] : used;
        makeRoom(slot, fd);
        long word = word(slot, ++generations[slot]);
        Entry entry = new Entry(control, handler, fd, channel, word, interest);
        if (isOther(fd)) {
            putOther(key(fd, channel), entry);
        } else {
            byDescriptor[fd] = entry;
        }
        if (slot == used) {
            used++;
        } else {
            freeCount--;
        }
        slots[slot] = entry;
        return entry;
    }

    private void makeRoom(int slot, int fd) {
        if (slot == slots.length) {
            int capacity = slot * 2;
            int[] moreGenerations = Arrays.copyOf(generations, capacity);
            int[] moreFree = Arrays.copyOf(free, capacity);
            slots = Arrays.copyOf(slots, capacity);
            generations = moreGenerations;
            free = moreFree;
        }
        if (!isOther(fd) && fd >= byDescriptor.length) {
            byDescriptor = Arrays.copyOf(byDescriptor, Math.max(fd + 1, byDescriptor.length * 2));
        }
    }

    /** A map that cannot grow has taken the entry in nevertheless. */
    private void putOther(Object key, Entry entry) {
        try {
            others.put(key, entry);
        } catch (Throwable e) {
            others.remove(key);
            throw e;
        }
    }

    /** Takes an entry out. Its slot is free for the next generation. */
    synchronized void remove(Entry entry) {
        int slot = (int) entry.word();
        if (slots[slot] != entry) {
            return;
        }
        slots[slot] = null;
        free[freeCount++] = slot;
        int fd = entry.fd();
        if (isOther(fd)) {
            others.remove(key(fd, entry.channel()));
        } else {
            byDescriptor[fd] = null;
        }
    }

    /** Ends every entry and takes it out. The caller holds all control locks. */
    synchronized void endAll() {
        for (Entry entry : slots) {
            if (entry != null) {
                entry.active(false);
                remove(entry);
            }
        }
    }

    /**
     * Entries that stand for channels which were closed without {@code cancel()}: no number that comes back tells of them.
     * Looks for them only when there are twice as many entries of channels as the last look left.
     */
    synchronized List<Entry> closedChannels() {
        if (others.size() < nextSweep) {
            return List.of();
        }
        List<Entry> closed = new ArrayList<>();
        for (Entry entry : others.values()) {
            if (entry.channel() != null && !entry.channel().isOpen()) {
                closed.add(entry);
            }
        }
        nextSweep = Math.max(FIRST_SWEEP, (others.size() - closed.size()) * 2);
        return closed;
    }

    private static boolean isOther(int fd) {
        return fd < 0 || fd > LARGEST_INDEXED;
    }

    private static Object key(int fd, SelectableChannel channel) {
        return fd < 0 ? channel : (Object) fd;
    }

    /** Every entry that stands. */
    synchronized List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : slots) {
            if (entry != null) {
                all.add(entry);
            }
        }
        return all;
    }
}
