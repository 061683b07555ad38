package dev.vigil.spi;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Notices a poll loop that turns without getting anywhere: descriptors that are ready in poll after poll, and handlers that
 * leave them as they are. Tells of each registration once. Belongs to the place of one polling thread.
 *
 * <p>It counts, which costs nothing, and after many polls in a row without a pause it looks closely at the handlers for a while:
 * what waits to be read before one runs, and after. A handler that takes something ends the look at once, so that a busy source
 * pays two system calls in ten thousand polls. What it cannot tell counts as useful: room to write, priority data, and whatever the
 * {@linkplain Mechanism#pending mechanism does not know}. As long as data can come, a handler that took four bytes and got four as
 * an answer meanwhile looks the same as one that did nothing. But that takes two system calls, its own or another's; so only a
 * handler counts that is back much sooner than the question what is pending ever was, which takes as many.
 */
final class SpinGuard {
    /** At a few microseconds each, a tenth of a second without a pause. */
    private static final int SHORTEST = 10_000;

    private static final int LONGEST = 1 << 20;

    /** So many polls in vain are enough, and after so many that tell neither way the look is over. */
    private static final int IN_VAIN = 1_000;

    private static final int UNDECIDED = 2 * IN_VAIN;

    /** In each batch so many events are looked at, beside that of the suspect. */
    private static final int MOST_OTHERS = 4;

    /** So many times sooner than the question a handler has to be back, for two bare system calls take as long as that one. */
    private static final int QUICKER = 3;

    private final Mechanism mechanism;

    /** Batches with events in a row, without a pause. */
    private int turns;

    private int patience = SHORTEST;
    private boolean looking;

    /** Of the batches that were looked at: how many, and how many of them were in vain. */
    private int looks;

    private int inVain;

    /** The registration that will be told of, what it was told, and what was left to read then. */
    private Entry suspect;

    private int suspectReady;
    private long left;

    /** The shortest time that it took to ask what is pending. */
    private long asking = Long.MAX_VALUE;

    /** Of the batch under way: how many events came, and how many of other registrations than the suspect were looked at. */
    private int seen;

    private int others;

    /** Where in the next batch to begin with those, so that a large one is gone through in turn. */
    private int from;

    /** Of the batch under way: whether a handler did something, might have, or did nothing for the suspect. */
    private boolean useful;

    private boolean unclear;
    private boolean idle;

    SpinGuard(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    boolean isLooking() {
        return looking;
    }

    /** The thread has waited: what came before that did not keep it busy. */
    void paused() {
        endLook(SHORTEST);
    }

    /** Runs a handler, and looks whether it changed anything. */
    void run(SlowHandlers handlers, Entry entry, int ready) throws IOException {
        boolean sofar = useful;
        // Stays so if the handler throws: that is no silence.
        useful = true;
        boolean lasting = Entry.isLasting(ready);
        boolean tells = lasting ? isOver(ready) : isPlainRead(entry, ready);
        if (!tells || !isLookedAt(entry)) {
            handlers.run(entry, ready);
            useful = sofar || !tells;
            return;
        }
        long asked = System.nanoTime();
        long pending = mechanism.pending(entry);
        long start = System.nanoTime();
        asking = Math.min(asking, start - asked);
        handlers.run(entry, ready);
        long nanos = System.nanoTime() - start;
        useful = sofar || isUseful(entry, ready, lasting, pending, nanos);
    }

    private boolean isLookedAt(Entry entry) {
        boolean inTurn = seen >= from && others < MOST_OTHERS;
        seen++;
        if (entry == suspect) {
            return true;
        }
        others += inTurn ? 1 : 0;
        return inTurn;
    }

    private boolean isUseful(Entry entry, int ready, boolean lasting, long before, long nanos) {
        if (!isStanding(entry)) {
            return true;
        }
        long after = mechanism.pending(entry);
        if (before < 0 || after < 0) {
            if (!lasting) {
                return true;
            }
        } else if (after < before || (entry == suspect && before < left)) {
            return true;
        } else if (after > before || (!lasting && nanos >= asking / QUICKER)) {
            unclear = true;
            return false;
        }
        if (suspect == null || suspect.diagnosed || !isStanding(suspect)) {
            suspect = entry;
            inVain = 0;
        }
        if (entry == suspect) {
            idle = true;
            suspectReady = ready;
            left = after;
        }
        return false;
    }

    private static boolean isStanding(Entry entry) {
        return entry.active() && (entry.channel() == null || entry.channel().isOpen());
    }

    /** Whether the state is one in which nothing can be written. */
    private static boolean isOver(int ready) {
        return (ready & Readiness.WRITABLE_BIT) == 0
                || (ready & (Readiness.HANGUP_BIT | Readiness.ERROR_BIT | Readiness.INVALID_BIT)) != 0;
    }

    /** An edge tells that something has come, and a one-shot was armed again by somebody who may have read elsewhere. */
    private static boolean isPlainRead(Entry entry, int ready) {
        Interest interest = entry.interest();
        return ready == Readiness.READABLE_BIT && !interest.isEdge() && !interest.isOneShot();
    }

    /** A batch was handed out, and handlers ran. */
    void batchEnds() {
        if (!looking) {
            looking = ++turns >= patience;
            return;
        }
        looks++;
        if (useful) {
            endLook(SHORTEST);
        } else if (idle && !unclear && ++inVain >= IN_VAIN) {
            tell(suspect);
            endLook(Math.min(patience * 2, LONGEST));
        } else if (looks >= UNDECIDED) {
            endLook(Math.min(patience * 2, LONGEST));
        }
        from = seen > MOST_OTHERS ? (from + MOST_OTHERS) % seen : 0;
        seen = 0;
        others = 0;
        useful = false;
        unclear = false;
        idle = false;
    }

    private void endLook(int nextPatience) {
        patience = nextPatience;
        turns = 0;
        looks = 0;
        inVain = 0;
        looking = false;
        suspect = null;
    }

    private void tell(Entry entry) {
        synchronized (SpinGuard.class) {
            if (entry.diagnosed) {
                return;
            }
            entry.diagnosed = true;
        }
        String advice = Entry.isLasting(suspectReady)
                ? "the state stays until the descriptor is closed. Cancel the registration and close the descriptor, or pause it"
                        + " with update(Interest.NONE)."
                : "nothing was read. Read what is there until nothing is left or the end has come, or pause it with"
                        + " update(Interest.NONE) until it is wanted.";
        // Not before: the first logger of a JVM takes ten milliseconds.
        System.getLogger("dev.vigil")
                .log(
                        Level.WARNING,
                        "{0} polls in a row brought nothing but {1} of {2}, and the handler {3} changed nothing: {4}",
                        turns + looks,
                        Readiness.of(suspectReady),
                        entry.describe(),
                        entry.handler.getClass().getName(),
                        advice);
    }
}
