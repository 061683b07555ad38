package dev.vigil.kqueue;

import dev.vigil.posix.NativeMemory;
import dev.vigil.spi.Batch;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The events of one polling thread: the native array that kevent() fills, and what is made of it, one event per descriptor.
 *
 * <p>READ and WRITE of one descriptor are two events with the same word. Where the first of them went is remembered by slot,
 * the lower half of the word; what an earlier batch left there is told by comparing words, so nothing is ever cleared.
 */
final class KqueueBatch extends Batch {
    /** The longest timeout: some systems refuse more than a hundred million seconds. */
    private static final long LONGEST_SECONDS = 86_400;

    private static final int TIMESPEC = 2 * Long.BYTES;
    private static final long NANOS = 1_000_000_000;

    private final KeventLayout layout;
    private final NativeMemory memory;
    private final int timespec;
    private final long[] words;
    private final int[] seen;
    private final int[] fds;
    private int[] placeOfSlot = new int[64];
    private int merged;

    KqueueBatch(int limit, KeventLayout layout) {
        super(limit);
        this.layout = layout;
        this.timespec = Math.multiplyExact(limit, layout.size());
        this.memory = NativeMemory.allocate(Math.addExact(timespec, TIMESPEC));
        this.words = new long[limit];
        this.seen = new int[limit];
        this.fds = new int[limit];
    }

    /** Where kevent() writes. */
    long address() {
        return memory.address();
    }

    /** The address of a {@code struct timespec}, or 0 for ever. */
    long timeout(long nanos) {
        if (nanos < 0) {
            return 0;
        }
        long seconds = Math.min(nanos / NANOS, LONGEST_SECONDS);
        memory.buffer().putLong(timespec, seconds);
        memory.buffer().putLong(timespec + Long.BYTES, nanos % NANOS);
        return memory.address() + timespec;
    }

    ByteBuffer buffer() {
        return memory.buffer();
    }

    /** Where a fetched event begins in {@link #buffer()}. */
    int at(int event) {
        return event * layout.size();
    }

    void startMerging() {
        merged = 0;
    }

    /** Adds to what was seen on a descriptor. */
    void merge(long word, int fd, int bits) {
        int slot = (int) word;
        if (slot < 0) {
            // A word that is nobody's registration, of a mechanism over this one: it asks for one direction.
            append(word, fd, bits);
            return;
        }
        if (slot >= placeOfSlot.length) {
            placeOfSlot = Arrays.copyOf(placeOfSlot, Math.max(slot + 1, placeOfSlot.length * 2));
        }
        int place = placeOfSlot[slot];
        if (place < merged && words[place] == word) {
            seen[place] |= bits;
            return;
        }
        placeOfSlot[slot] = merged;
        append(word, fd, bits);
    }

    private void append(long word, int fd, int bits) {
        words[merged] = word;
        fds[merged] = fd;
        seen[merged] = bits;
        merged++;
    }

    /** How many descriptors have something. */
    int merged() {
        return merged;
    }

    long mergedWord(int place) {
        return words[place];
    }

    int mergedSeen(int place) {
        return seen[place];
    }

    int mergedFd(int place) {
        return fds[place];
    }
}
