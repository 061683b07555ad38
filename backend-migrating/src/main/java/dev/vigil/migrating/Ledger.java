package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import java.util.Arrays;

/**
 * The rounds, and the account of each descriptor by slot, as one number that stands for a round.
 *
 * <p>On the hot side: the round in which it owed nothing, so that it owes the distance to the present one and nobody has to
 * count for it. An event moves the mark on. On the cold side: the round in which what it has earned will be used up.
 *
 * <p>For the thread that awaits. Control calls of others start accounts, which may be lost to a resizing or be late by a
 * round: then a descriptor moves sooner or later than it should, and nothing else happens.
 */
final class Ledger {
    private static final int FIRST_CAPACITY = 64;

    private volatile long[] marks = new long[FIRST_CAPACITY];
    private long round = 1;
    private long patience = 1;
    private long worth = 1;
    private long probation = 1;

    long round() {
        return round;
    }

    /** Ends a round in which nothing was hot. */
    void nextRound() {
        round++;
    }

    long patience() {
        return patience;
    }

    void rules(long newPatience, long newWorth, long newProbation) {
        patience = newPatience;
        worth = newWorth;
        probation = Math.min(newProbation, newPatience);
    }

    /** Makes room for a slot, and starts its account. */
    void open(int slot) {
        if (slot >= marks.length) {
            grow(slot);
        }
        marks[slot] = round;
    }

    /** Starts the account of a descriptor that owes so much already that it leaves after its probation. */
    void openOnProbation(int slot) {
        open(slot);
        marks[slot] = round - (patience - probation);
    }

    private synchronized void grow(int slot) {
        if (slot >= marks.length) {
            marks = Arrays.copyOf(marks, Math.max(slot + 1, marks.length * 2));
        }
    }

    /**
     * Ends a round on the hot side: each event of the batch, all of hot descriptors, pays back what it is worth. When the batch is
     * full nothing is known of those that are not in it, and it does not count as a round.
     */
    void endRound(Batch batch) {
        int size = batch.size();
        if (size < batch.limit()) {
            round++;
        }
        long[] accounts = marks;
        long now = round;
        if (worth >= patience) {
            for (int i = 0; i < size; i++) {
                accounts[Members.slot(batch.word(i))] = now;
            }
            return;
        }
        // However much it owes: what has an event in this round does not leave in this round.
        long least = now - patience + 1;
        for (int i = 0; i < size; i++) {
            int slot = Members.slot(batch.word(i));
            accounts[slot] = Math.min(now, Math.max(accounts[slot] + worth, least));
        }
    }

    /** Whether a hot descriptor owes enough to leave. */
    boolean isQuiet(int slot) {
        return round - marks[slot] >= patience;
    }

    /** Enters an event of a cold descriptor, and tells whether it has earned enough to move. */
    boolean earns(int slot) {
        long[] accounts = marks;
        long until = Math.max(accounts[slot], round) + worth;
        accounts[slot] = until;
        return until - round >= patience;
    }
}
