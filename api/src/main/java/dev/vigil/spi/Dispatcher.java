package dev.vigil.spi;

import dev.vigil.Feature;
import dev.vigil.Readiness;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** From the words of a batch to the handlers. Belongs to the place of one polling thread. */
final class Dispatcher {
    final AtomicLong events = new AtomicLong();
    final AtomicLong stale = new AtomicLong();

    final Batch batch;

    /**
     * What the backend tells apart. One over two others may be told more of a registration by the one than by the other: its user is told
     * alike, whichever holds it.
     */
    private final int toldApart;

    private final OpenState state;
    private final Table table;
    private final Control control;
    private final Rebuilds rebuilds;
    private final SlowHandlers slowHandlers;
    private final SpinGuard spinGuard;
    private final StaleWords staleWords = new StaleWords();
    private final boolean first;

    private boolean metGhost;

    /** For one batch. The first one of a source counts the events of a registration in a cheaper way. */
    Dispatcher(
            Batch batch,
            Features features,
            OpenState state,
            Table table,
            Control control,
            Rebuilds rebuilds,
            SlowHandlers slowHandlers,
            SpinGuard spinGuard,
            boolean first) {
        this.batch = batch;
        this.toldApart = features.has(Feature.READ_CLOSED)
                ? ~0
                : ~(Readiness.READ_CLOSED_BIT | Readiness.HANGUP_BIT | Readiness.ERROR_BIT);
        this.state = state;
        this.table = table;
        this.control = control;
        this.rebuilds = rebuilds;
        this.slowHandlers = slowHandlers;
        this.spinGuard = spinGuard;
        this.first = first;
    }

    /** Runs the handlers of what the batch holds. */
    int dispatch() throws IOException {
        Batch fetched = batch;
        if (!fetched.hasNext()) {
            return 0;
        }
        // In locals, since every volatile read in the loop would make the compiler read the fields anew.
        Entry[] slots = table.slots();
        int[] batched = fetched.events;
        int at = fetched.next * Batch.STRIDE;
        int end = fetched.size * Batch.STRIDE;
        boolean looking = spinGuard.isLooking();
        boolean timed = slowHandlers.isRecording();
        boolean alone = first;
        int handled = 0;
        try {
            while (at < end) {
                int ready = batched[at];
                int slot = batched[at + Batch.SLOT];
                int generation = batched[at + Batch.GENERATION];
                at += Batch.STRIDE;
                Entry entry = Table.find(slots, slot, generation);
                if (entry == null || !entry.takesAsItComes(ready)) {
                    ready = claim(entry, ready, slot, generation);
                    if (ready == 0) {
                        continue;
                    }
                }
                if (alone) {
                    entry.countAtFirstPlace();
                } else {
                    entry.countElsewhere();
                }
                handled++;
                if (looking) {
                    spinGuard.run(slowHandlers, entry, ready);
                } else if (timed) {
                    slowHandlers.run(entry, ready);
                } else {
                    entry.handler.onReady(entry, Readiness.of(ready));
                }
            }
        } finally {
            fetched.next = at / Batch.STRIDE;
            Poller.count(events, handled);
            if (handled > 0) {
                spinGuard.batchEnds();
            }
        }
        return handled;
    }

    /** What to deliver of an event that is more than plain data or room, or nothing (0). */
    private int claim(Entry entry, int seen, int slot, int generation) throws IOException {
        if (entry == null || !entry.active()) {
            dropStale(Table.word(slot, generation));
            return 0;
        }
        int claimed = entry.claim(seen);
        if (claimed == 0) {
            return 0;
        }
        int apart = claimed & toldApart;
        // Whoever asked for neither direction would never hear of what ends each wait.
        int ready = apart != 0 ? apart : claimed;
        return (ready & Readiness.INVALID_BIT) == 0 || endInvalid(entry) ? ready : 0;
    }

    /**
     * Ends a registration that stands for no file any more. Tells whether the handler is to hear of it: not if another thread
     * fetched it too and tells of it, and not for a channel, which whoever closed it knows.
     */
    private boolean endInvalid(Entry entry) {
        return control.cancel(entry)
                && (entry.channel() == null || entry.channel().isOpen());
    }

    /** The thread waits. */
    void paused() {
        spinGuard.paused();
    }

    private void dropStale(long word) throws IOException {
        Poller.count(stale, 1);
        if (!state.isOpen()) {
            return;
        }
        switch (staleWords.see(word)) {
            case SUSPECT -> {
                if (!rebuilds.hasEnded(word)) {
                    staleWords.acquit();
                }
            }
            case GHOST -> rebuilds.rebuild();
            default -> {}
        }
        metGhost = rebuilds.isPutOff();
    }

    /** Whether the last dispatches met a ghost that cannot be got rid of now. Asked once. */
    boolean metGhost() {
        boolean was = metGhost;
        metGhost = false;
        return was;
    }
}
