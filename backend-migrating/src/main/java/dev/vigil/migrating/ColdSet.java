package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Settings;
import java.util.concurrent.atomic.AtomicInteger;

/** One set of cold descriptors: a mechanism, and the batch that its waits fill. */
final class ColdSet {
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

    ColdSet(Mechanism mechanism, int limit) {
        this.mechanism = mechanism;
        large = mechanism.newBatch(Math.max(limit, Settings.DEFAULT_BATCH));
        small = limit < Settings.DEFAULT_BATCH ? mechanism.newBatch(limit) : large;
        batch = large;
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
