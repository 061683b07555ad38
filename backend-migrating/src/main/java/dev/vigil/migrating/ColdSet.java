package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One set of cold descriptors: a mechanism, and the batch that its waits fill. */
final class ColdSet {
    private static final long LOOK_NANOS = 20_000;
    private static final int LOOKS_PER_WAKE = 1000;

    final Mechanism mechanism;

    /** For as many events as a batch of the source holds: the kernel has the next one go on where this one ended. */
    private final Batch small;

    /** For all that is ready, however small the batches of the source are: they wait for their turn together. */
    private final Batch large;

    /** The one in use. Belongs to the thread that awaits on the set, or that the set is lent to. */
    Batch batch;

    /** How many members are in it. */
    final AtomicInteger size = new AtomicInteger();

    /** How much of the batch was taken. With the batch. */
    private int taken;

    /** How often its thread has gone into a wait and come out of one: odd while it is in one. 0 where no thread waits on it. */
    private final AtomicLong turns = new AtomicLong();

    /** In which turn the last removal was. */
    private final AtomicLong removal = new AtomicLong();

    ColdSet(Mechanism mechanism, int limit) {
        this.mechanism = mechanism;
        large = mechanism.newBatch(Math.max(limit, Settings.DEFAULT_BATCH));
        small = limit < Settings.DEFAULT_BATCH ? mechanism.newBatch(limit) : large;
        batch = large;
    }

    /** By its thread, before a wait. */
    void enterWait() {
        turns.incrementAndGet();
    }

    /** By its thread, after a wait. */
    void leaveWait() {
        turns.incrementAndGet();
    }

    /** Stops watching. A wait in progress is woken, but holds the file until it ends. */
    void remove(Watch watch) {
        mechanism.remove(watch);
        noteRemoval();
    }

    /** Notes that something was removed from the mechanism, just now. */
    void noteRemoval() {
        removal.accumulateAndGet(turns.get(), Math::max);
    }

    /**
     * Has the kernel let go of what was removed before: returns when the wait that held it, if there was one, is over. The thread
     * in it takes no lock and calls no handler on its way out.
     */
    void letGo() {
        long held = removal.get();
        if ((held & 1) == 1) {
            for (int looks = 0; turns.get() == held; looks++) {
                if (looks % LOOKS_PER_WAKE == 0) {
                    mechanism.wake();
                }
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
        mechanism.flush();
    }

    /** Begins a wait that goes on where the one before has ended, if it found more than it could take. */
    void clearForSome() {
        batch = small;
        clearBatch();
    }

    /** Begins a wait for all that is ready. */
    void clearForAll() {
        batch = large;
        clearBatch();
    }

    private void clearBatch() {
        batch.clear();
        taken = 0;
    }

    /** How many events were fetched and not yet taken. */
    int left() {
        return batch.size() - taken;
    }

    /** Takes events over into another batch, as far as there is room and no more than {@code most}. */
    int take(Batch into, int most) {
        into.absorb(batch);
        int count = Math.min(Math.min(left(), most), into.limit() - into.size());
        for (int i = taken, end = taken + count; i < end; i++) {
            into.add(batch.word(i), batch.readiness(i));
        }
        taken += count;
        return count;
    }
}
