package dev.vigil.relay;

import java.io.IOException;

/**
 * One direction of a pair. Reads only while there is room, writes only what is taken, and ends the output when the input has
 * ended and everything before was written. Only for the loop's thread.
 *
 * <p>A turn goes on as long as reads come back full and writes are taken whole, so that a fast stream costs one poll for a
 * budget of bytes and no control call at all. In the steady state of a fast sender and a slow receiver the one stays unwatched
 * and the other watched: each time there is room the sender is read without being asked, and only if that finds nothing is it
 * watched again.
 */
final class RelayFlow {
    private final RelayPair pair;
    private final RelayEnd from;
    private final RelayEnd to;
    private final Store store;
    private final long budget;
    private final FlowTally tally;
    private boolean inputEnded;
    private boolean done;

    /** Whether reading has stopped for want of room or memory, and since when. */
    private boolean stalled;

    private long stalledSince;

    /** Whether this is in the queue of those that wait for memory. */
    private boolean waiting;

    RelayFlow(RelayPair pair, RelayEnd from, RelayEnd to, FlowTally total) {
        RelayLoop loop = pair.relayLoop();
        this.pair = pair;
        this.from = from;
        this.to = to;
        this.store = new Store(loop, from.pipes(to));
        this.budget = loop.settings.budgetBytes();
        this.tally = new FlowTally(total);
        this.done = !from.canRead() || !to.canWrite();
    }

    RelayPair pair() {
        return pair;
    }

    RelayCounts counts() {
        return tally.counts();
    }

    boolean hasPending() {
        return !store.isEmpty();
    }

    /** Whether the input has ended, and its end was passed on. */
    boolean isDone() {
        return done;
    }

    /** Whether the sending end is to be watched. */
    boolean wantsInput() {
        return !done && !inputEnded && !stalled;
    }

    /** Whether the receiving end is to be watched. */
    boolean wantsOutput() {
        return !store.isEmpty();
    }

    /** The sending end has something. Returns whether bytes were moved. */
    boolean onReadable() throws IOException {
        return wantsInput() && pump(true, store.isEmpty());
    }

    /** The receiving end takes something. Returns whether bytes were moved. */
    boolean onWritable() throws IOException {
        return wantsOutput() && pump(stalled && !waiting, true);
    }

    /** There may be memory again. */
    void memoryCame() {
        waiting = false;
        resume();
    }

    private boolean pump(boolean mayRead, boolean mayWrite) throws IOException {
        boolean reads = mayRead;
        boolean writes = mayWrite;
        long read = 0;
        long before = store.pending();
        try {
            while (true) {
                while (writes && !store.isEmpty() && before + read - store.pending() < budget) {
                    writes = store.drain(to);
                }
                if (!reads || read >= budget || store.isFull()) {
                    break;
                }
                long count = store.fill(from, budget - read);
                if (count == Store.NO_MEMORY) {
                    waiting = true;
                    pair.relayLoop().awaitMemory(this);
                    break;
                }
                inputEnded = count < 0;
                read += Math.max(0, count);
                reads = !store.sourceIsExhausted();
            }
        } finally {
            long written = before + read - store.pending();
            if (written > 0) {
                tally.moved(written);
            }
        }
        store.rest();
        noteStall();
        if (inputEnded && store.isEmpty() && !done) {
            to.endOutput();
            done = true;
        }
        return read > 0 || before != store.pending();
    }

    private void noteStall() {
        boolean full = !inputEnded && (waiting || store.isFull());
        if (full && !stalled) {
            stalled = true;
            stalledSince = System.nanoTime();
            tally.stalled();
        } else if (!full) {
            resume();
        }
    }

    private void resume() {
        if (stalled) {
            stalled = false;
            tally.stallEnded(System.nanoTime() - stalledSince);
        }
    }

    /** Gives everything back. */
    void release() {
        done = true;
        store.clear();
        resume();
        if (waiting) {
            pair.relayLoop().forget(this);
        }
    }
}
