package dev.vigil.migrating;

import dev.vigil.spi.Mechanism;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which sets are lent, and whether somebody must be woken for one. A bit for each, since with a hundred sets to ask each of them
 * is a hundred lines of memory that the caches have forgotten.
 *
 * <p>The polling thread says that it blocks, then looks for lent sets; a cold thread lends its set, then looks whether somebody
 * is blocked. One of the two sees the other.
 */
final class Lending {
    private final Mechanism hot;
    private final int sets;
    private final AtomicLongArray bits;
    private volatile boolean blocking;

    Lending(Mechanism hot, int sets) {
        this.hot = hot;
        this.sets = sets;
        bits = new AtomicLongArray((sets + Long.SIZE - 1) / Long.SIZE);
    }

    /** By a cold thread: its set is up for the polling thread. */
    void lent(int set) {
        bits.accumulateAndGet(set / Long.SIZE, 1L << set, Lending::with);
        if (blocking) {
            hot.wake();
        }
    }

    /** By the polling thread: a set is about to go back. */
    void givingBack(int set) {
        bits.accumulateAndGet(set / Long.SIZE, 1L << set, Lending::without);
    }

    private static long with(long word, long bit) {
        return word | bit;
    }

    private static long without(long word, long bit) {
        return word & ~bit;
    }

    boolean any() {
        return next(0) < sets;
    }

    /** The first lent set from a place on, or the number of sets if there is none. */
    int next(int from) {
        if (from >= sets) {
            return sets;
        }
        int at = from / Long.SIZE;
        long word = bits.get(at) & -1L << from;
        while (word == 0) {
            if (++at == bits.length()) {
                return sets;
            }
            word = bits.get(at);
        }
        return at * Long.SIZE + Long.numberOfTrailingZeros(word);
    }

    /** By the polling thread. */
    void blocking(boolean nowBlocking) {
        blocking = nowBlocking;
    }
}
