package dev.vigil.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has the kernel's set made anew, to get rid of ghosts: entries of descriptors that were closed while a duplicate lives.
 *
 * <p>A rebuild that the system refuses is no reason to end a poll: it is put off, for longer each time, and the source goes on with
 * the set that it has. Meanwhile a blocked poll finds the ghost each time it looks, and pauses in between.
 */
final class Rebuilds {
    private static final long FIRST_DELAY_NANOS = 10_000_000;
    private static final long LONGEST_DELAY_NANOS = 10_000_000_000L;

    /** After this long without a ghost since an attempt was due there is none any more. */
    private static final long LAPSE_NANOS = 1_000_000_000;

    private final OpenState state;
    private final String backend;
    private final Mechanism mechanism;
    private final Table table;
    private final ControlLocks locks;
    private final AtomicLong count = new AtomicLong();

    /** How long the next attempt is put off after one that was refused; 0 if the last one was not. */
    private volatile long delay;

    /** When the next attempt is due, if there was a refusal. Written with all control locks held, before {@link #delay}. */
    private long due;

    /** Whether a refusal was logged. Guarded by all control locks. */
    private boolean told;

    Rebuilds(OpenState state, String backend, Mechanism mechanism, Table table, ControlLocks locks) {
        this.state = state;
        this.backend = backend;
        this.mechanism = mechanism;
        this.table = table;
        this.locks = locks;
    }

    /**
     * Whether a registration has ended for the kernel too. A thread that cancels says so first and takes the descriptor out
     * then; if it is held up between the two, its word comes again and again and is no ghost. This waits for it.
     */
    boolean hasEnded(long word) {
        synchronized (locks.of(word)) {
            return Table.find(table.slots(), word) == null;
        }
    }

    /** Rebuilds, unless the system refused it a short time ago. The source may be closing. */
    void rebuild() {
        if (isPutOff() && System.nanoTime() - due < 0) {
            return;
        }
        try {
            if (locks.withAll(() -> state.isOpen() && tryToRebuild())) {
                count.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a refusal ends in this step", e);
        }
    }

    private boolean tryToRebuild() {
        try {
            boolean rebuilt = mechanism.rebuild(standingWatches());
            delay = 0;
            return rebuilt;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            putOff(e);
            return false;
        }
    }

    private void putOff(Throwable cause) {
        long next = delay == 0 ? FIRST_DELAY_NANOS : Math.min(delay * 2, LONGEST_DELAY_NANOS);
        due = System.nanoTime() + next;
        delay = next;
        if (!told) {
            told = true;
            System.getLogger("dev.vigil")
                    .log(
                            Level.WARNING,
                            "A descriptor was closed without cancel() while a duplicate of it lives, so that its events keep coming"
                                    + " to a source over " + backend
                                    + ", and the system refuses the new set that would end it: "
                                    + cause.getMessage()
                                    + ". Polls go on, up to a millisecond late, and it is tried again.",
                            cause);
        }
    }

    /**
     * Whether a rebuild is needed that the system has refused so far. Nobody tells that the ghost has gone by itself: that it did is
     * taken for granted when none has been met for a while after the next attempt was due.
     */
    boolean isPutOff() {
        return delay != 0 && System.nanoTime() - due < LAPSE_NANOS;
    }

    private List<Watch> standingWatches() {
        return table.entries().stream()
                .filter(Entry::active)
                .map(Watch.class::cast)
                .toList();
    }

    long count() {
        return count.get();
    }
}
