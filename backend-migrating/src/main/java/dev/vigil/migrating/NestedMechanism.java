package dev.vigil.migrating;

import dev.vigil.Interest;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cold side is a descriptor itself, and the hot side watches it among the others: no thread is needed. While nothing is
 * hot, the source waits on the cold side directly, and costs what that one costs alone.
 *
 * <p>New registrations begin cold: the cold side of this arrangement is a kernel queue, which does not mind how many there are.
 *
 * <p>A wake-up goes to the cold side, always: it ends a wait there, and it makes the cold side's descriptor readable, which ends a
 * wait on the hot side. So nobody has to know on which side the polling thread is blocked.
 */
final class NestedMechanism extends MigratingMechanism {
    /** The word of the cold side's descriptor among the hot ones. */
    private static final long COLD_WORD = Registrations.RESERVED_WORD - 1;

    /** How long the hot side is waited on while it does not watch the cold one. */
    private static final long UNWATCHED_NANOS = 1_000_000;

    private final ColdSet set;
    private final Mechanism cold;
    private final Watch nest;

    /** What putting the cold side into the hot one took: no registration asked for it, so it is not counted. */
    private final long openingCalls;

    /** Whether the hot side refused to watch the cold one after a rebuild. Then it is asked again in each round. */
    private volatile boolean coldUnwatched;

    /** Whether the last wait on the cold side alone found as much as the batch takes, and maybe not all. */
    private boolean cutShort;

    NestedMechanism(Sides sides, MigrationPolicy policy, boolean alike) throws IOException {
        super(sides, policy, alike, false);
        set = sides.sets[0];
        cold = set.mechanism;
        nest = new Watch(cold.fd().orElseThrow(), null, COLD_WORD, Interest.READ);
        hot.add(nest);
        openingCalls = super.controlCalls();
    }

    @Override
    public long controlCalls() {
        return super.controlCalls() - openingCalls;
    }

    @Override
    ColdSet first() {
        return set;
    }

    @Override
    void beginRound() {
        // The cold side is looked at after the handlers have run, and by this thread: there is nothing to hold back.
    }

    @Override
    int coldLeft() {
        return set.left();
    }

    @Override
    int takeCold(Batch batch, int most) throws IOException {
        int from = batch.size();
        int taken = set.take(batch, most);
        mover.promote(batch, from);
        return taken;
    }

    /** The waiter may be on the cold side, because nothing was hot until now. */
    @Override
    void promotedFromOutside() {
        wake();
    }

    @Override
    void hotRound(Batch batch, long nanos) throws IOException {
        if (sides.hotList.size() == 0) {
            sides.ledger.nextRound();
            awaitCold(batch, nanos, false);
            cutShort = set.left() == batch.limit();
            return;
        }
        if (cutShort) {
            // What the last wait left on the cold side comes before what it has made hot.
            cutShort = false;
            awaitCold(batch, 0, true);
            return;
        }
        if (coldUnwatched) {
            watchColdAgain();
        }
        boolean unwatched = coldUnwatched;
        awaitHot(batch, unwatched ? unwatchedNanos(nanos) : nanos);
        // A full batch may have left no room for the cold side's descriptor: it has its turn next, if it has anything.
        boolean full = batch.size() == batch.limit();
        boolean coldReady = removeNest(batch) || full || unwatched;
        endHotRound(batch);
        if (coldReady) {
            awaitCold(batch, 0, true);
        }
    }

    private static long unwatchedNanos(long nanos) {
        return nanos < 0 ? UNWATCHED_NANOS : Math.min(nanos, UNWATCHED_NANOS);
    }

    private static boolean removeNest(Batch batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            if (batch.word(i) == COLD_WORD) {
                batch.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Waits on the cold side, unless events of the last wait are left. */
    private void awaitCold(Batch batch, long nanos, boolean all) throws IOException {
        if (set.left() > 0) {
            return;
        }
        if (all) {
            set.clearForAll();
        } else {
            set.clearForSome();
        }
        if (isMeasured()) {
            long start = ProcessorTime.now();
            cold.await(set.batch, nanos);
            mover.meter().coldLook(ProcessorTime.since(start), set.left());
            mover.askPolicy();
        } else {
            cold.await(set.batch, nanos);
        }
        batch.absorb(set.batch);
        if (set.batch.isWoken()) {
            batch.woken();
        }
    }

    @Override
    public void wake() {
        cold.wake();
    }

    @Override
    public boolean handlesInterrupt() {
        return hot.handlesInterrupt() && cold.handlesInterrupt();
    }

    /** The number of the cold side stands for another open file, which the hot side has to take in before it is asked for it. */
    @Override
    boolean rebuildHot(List<Watch> watches) throws IOException {
        watchColdAgain();
        List<Watch> all = new ArrayList<>(watches);
        if (!coldUnwatched) {
            all.add(nest);
        }
        return hot.rebuild(all);
    }

    /** Has the hot side look at the number of the cold one anew. */
    private synchronized void watchColdAgain() {
        try {
            hot.remove(nest);
            hot.add(nest);
            coldUnwatched = false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // For want of memory, mostly the kernel's. The waiter on the hot side learns of it, and goes on by looking
            // at both sides
            // in turn.
            coldUnwatched = true;
            hot.wake();
        }
    }

    @Override
    public void close() {
        Delegates.close(hot, sides.sets);
    }
}
