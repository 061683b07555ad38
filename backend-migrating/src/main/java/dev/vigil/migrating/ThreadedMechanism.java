package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import java.io.IOException;

/**
 * The cold side has threads of its own, one for each set.
 *
 * <p>The life of a cold event: its cold thread returns from its wait, {@linkplain Lending lends} the set, and wakes the polling
 * thread if that one is blocked on the hot side. The polling thread copies the events into its batch, moves their descriptors
 * to the hot side, moves quiet ones into the set while it is awake anyway, and gives it back. If a descriptor stays cold though it
 * had an event, the set goes back only when the handlers have run and a look finds nothing more: else the cold thread would find the
 * same event again at once, or not before the next poll has missed it.
 *
 * <p>New registrations begin hot. A new connection is about to be used, and adding it to a cold set would wake a thread for it.
 *
 * <p>Without any set everything stays hot.
 */
final class ThreadedMechanism extends MigratingMechanism {
    private final Lending lending;
    private final ColdThread[] threads;

    /** Sets whose events are in a batch that is on its way to the handlers, and that hold some of their descriptors still. */
    private final ColdThread[] delivered;

    private int deliveredCount;

    /** Where the search for lent sets begins, so that all have their turn. */
    private int next;

    ThreadedMechanism(Sides sides, MigrationPolicy policy, boolean alike) throws IOException {
        super(sides, policy, alike, true);
        lending = new Lending(hot, sides.sets.length);
        threads = new ColdThread[sides.sets.length];
        delivered = new ColdThread[threads.length];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new ColdThread(sides.sets[i], i, lending);
        }
    }

    /**
     * Starts the threads.
     *
     * @throws IOException if the system allows no more; those that were started have ended by then
     */
    void start() throws IOException {
        int started = 0;
        try {
            for (ColdThread thread : threads) {
                thread.start();
                started++;
            }
        } catch (Throwable e) {
            stopThreads();
            if (e instanceof OutOfMemoryError) {
                throw new IOException(
                        "the system refused thread " + (started + 1) + " of " + threads.length + " for the cold side",
                        e);
            }
            throw e;
        }
    }

    @Override
    ColdSet first() {
        return null;
    }

    /** What stayed cold is looked at before its set goes back: who is ready is told in every poll. */
    @Override
    void beginRound() throws IOException {
        while (deliveredCount > 0) {
            ColdThread thread = delivered[--deliveredCount];
            boolean ready = false;
            try {
                ready = thread.lookAgain();
            } finally {
                if (!ready) {
                    thread.giveBack();
                }
            }
        }
    }

    @Override
    int coldLeft() throws IOException {
        int left = 0;
        for (int at = lending.next(0); at < threads.length; at = lending.next(at + 1)) {
            check(threads[at]);
            left += threads[at].set.left();
        }
        return left;
    }

    /** Throws what the wait of a cold thread threw. If it lives and has lent nothing else, its set goes back with the next round. */
    private void check(ColdThread thread) throws IOException {
        Throwable error = thread.takeError();
        if (error == null) {
            return;
        }
        if (thread.set.left() == 0) {
            delivered[deliveredCount++] = thread;
        }
        throw new IOException("waiting on the cold side failed: " + error.getMessage(), error);
    }

    @Override
    int takeCold(Batch batch, int most) throws IOException {
        int from = next;
        int taken = takeCold(batch, most, from, threads.length);
        return taken + takeCold(batch, most - taken, 0, from);
    }

    private int takeCold(Batch batch, int most, int from, int to) throws IOException {
        int taken = 0;
        for (int at = lending.next(from);
                at < to && taken < most && batch.size() < batch.limit();
                at = lending.next(at + 1)) {
            if (threads[at].set.left() > 0) {
                taken += take(at, batch, most - taken);
            }
        }
        return taken;
    }

    private int take(int at, Batch batch, int most) throws IOException {
        ColdThread thread = threads[at];
        int from = batch.size();
        int taken = thread.set.take(batch, most);
        boolean moved = false;
        try {
            moved = mover.promote(batch, from);
            mover.demoteInto(thread.set);
        } finally {
            thread.noteStay(!moved);
            next = at;
            if (thread.set.left() == 0) {
                next = (at + 1) % threads.length;
                end(thread);
            }
        }
        return taken;
    }

    private void end(ColdThread thread) {
        mover.meter().coldWake(thread.nanos(), thread.set.batch.size());
        if (thread.anyStay()) {
            delivered[deliveredCount++] = thread;
        } else {
            thread.giveBack();
        }
    }

    @Override
    void promotedFromOutside() {
        // The hot side has woken its own waiter.
    }

    @Override
    void hotRound(Batch batch, long nanos) throws IOException {
        if (nanos == 0) {
            awaitHot(batch, 0);
        } else {
            lending.blocking(true);
            try {
                awaitHot(batch, lending.any() ? 0 : nanos);
            } finally {
                lending.blocking(false);
            }
        }
        endHotRound(batch);
    }

    @Override
    public void wake() {
        hot.wake();
    }

    @Override
    public boolean handlesInterrupt() {
        return hot.handlesInterrupt();
    }

    private void stopThreads() {
        for (ColdThread thread : threads) {
            thread.stop();
        }
        for (ColdThread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        stopThreads();
        Delegates.close(hot, sides.sets);
    }
}
