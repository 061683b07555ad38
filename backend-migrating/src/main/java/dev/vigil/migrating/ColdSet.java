package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import java.util.concurrent.atomic.AtomicInteger;

/** One set of cold descriptors: a mechanism, and the batch that its waits fill. */
final class ColdSet {
    final Mechanism mechanism;

    /** Belongs to the thread that awaits on the set, or that the set is lent to. */
    final Batch batch;

    /** How many members are in it. */
    final AtomicInteger size = new AtomicInteger();

    /** How much of the batch was taken. With the batch. */
    private int taken;

    ColdSet(Mechanism mechanism, int limit) {
        this.mechanism = mechanism;
        this.batch = mechanism.newBatch(limit);
    }

    void clear() {
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
