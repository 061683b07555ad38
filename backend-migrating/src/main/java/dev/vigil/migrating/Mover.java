package dev.vigil.migrating;

import dev.vigil.Readiness;
import dev.vigil.spi.Batch;
import dev.vigil.spi.FlightRecording;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** Decides who moves, as the policy says, and tells of it. For the thread that awaits. */
final class Mover {
    private static final int SEARCHES_PER_PATIENCE = 8;
    private static final long RAREST_SEARCH = 4096;

    private final Sides sides;
    private final MigrationPolicy policy;
    private final Meter meter;

    /** Whether a cold set that nobody lent has to be woken to take something in. */
    private final boolean coldSleeps;

    private long nextSearch;
    private long lastLook;

    /** The set that is filled next. */
    private int nextSet;

    private double tolerance;
    private double rentPaid;
    private Member[] quiet = new Member[64];

    /** Null until the JVM has a flight recorder. */
    private MigrationEvent event;

    private long promotionsTold;
    private long demotionsTold;

    /**
     * Makes a mover, and asks the policy for the first time.
     *
     * @throws MechanismFailedException if the policy throws, or answers out of range
     */
    Mover(Sides sides, MigrationPolicy policy, boolean coldSleeps) throws MechanismFailedException {
        this.sides = sides;
        this.policy = policy;
        this.coldSleeps = coldSleeps;
        this.meter = new Meter(sides.hotList, sides.sets, coldSleeps);
        askPolicy();
    }

    Meter meter() {
        return meter;
    }

    void askPolicy() throws MechanismFailedException {
        long patience;
        long worth;
        long probation;
        try {
            patience = policy.patience(meter);
            worth = policy.worth(meter);
            probation = policy.probation(meter);
            tolerance = policy.tolerance(meter);
        } catch (RuntimeException e) {
            throw new MechanismFailedException("the migration policy " + policy + " failed: " + e, e);
        }
        if (patience < 1
                || patience > MigrationPolicy.NEVER
                || worth < 0
                || worth > MigrationPolicy.NEVER
                || probation < 1) {
            throw new MechanismFailedException(
                    "the migration policy " + policy + " answered a patience of " + patience + ", a worth of " + worth
                            + " and a probation of " + probation + " rounds: patience is 1 to MigrationPolicy.NEVER,"
                            + " worth 0 to MigrationPolicy.NEVER, probation at least 1",
                    null);
        }
        sides.ledger.rules(patience, worth, probation);
        nextSearch = Math.min(nextSearch, sides.ledger.round() + interval());
    }

    private long interval() {
        return Math.max(1, Math.min(sides.ledger.patience() / SEARCHES_PER_PATIENCE, RAREST_SEARCH));
    }

    /** Promotes what has earned it, of the events in the batch from a place on. Tells whether all of them are hot now. */
    boolean promote(Batch batch, int from) throws IOException {
        boolean all = true;
        long start = System.nanoTime();
        int moved = 0;
        for (int i = from; i < batch.size(); i++) {
            Member member = sides.find(batch.word(i));
            // A stale word stays, and is told to the source. An invalid descriptor ends, and cannot be added anywhere.
            boolean hot = member != null
                    && !member.isHot()
                    && (batch.readiness(i) & Readiness.INVALID_BIT) == 0
                    && sides.ledger.earns(Members.slot(batch.word(i)))
                    && promote(member);
            all &= hot;
            moved += hot ? 1 : 0;
        }
        if (moved > 0) {
            meter.moves(System.nanoTime() - start, moved);
        }
        return all;
    }

    /** A one-shot has fired, and its event is on its way: it moves when it is armed again, or it would be reported twice. */
    private boolean promote(Member member) throws IOException {
        if (member.hot.interest().isOneShot()) {
            member.hotWhenArmed = true;
            return false;
        }
        return sides.promote(member);
    }

    boolean isSearchDue() {
        return sides.ledger.round() >= nextSearch && sides.sets.length > 0;
    }

    /** Demotes what is quiet into a set that is awake, until that has its share. */
    void demoteInto(ColdSet awake) throws IOException {
        int found = search();
        fill(awake, 0, found);
        forget(found);
    }

    /** Demotes what is quiet, if waiting for sets to wake by themselves has become dearer than waking them. */
    void demoteOut() throws IOException {
        long rounds = sides.ledger.round() - lastLook;
        lastLook = sides.ledger.round();
        nextSearch = lastLook + interval();
        int found = search();
        if (found == 0) {
            return;
        }
        rentPaid += meter.rent() * found * rounds;
        if (!coldSleeps || rentPaid >= tolerance * setsFor(found)) {
            rentPaid = 0;
            int done = 0;
            for (int i = 0; i < sides.sets.length && done < found; i++) {
                done = fill(sides.sets[nextSet], done, found);
                nextSet = next(nextSet);
            }
        }
        forget(found);
    }

    /** Demotes some of those that were found, as many as a set has room for. Returns where the rest begins. */
    private int fill(ColdSet set, int from, int found) throws IOException {
        int end = Math.min(found, from + Math.max(0, sides.room(set)));
        for (int i = from; i < end; i++) {
            sides.demote(quiet[i], set);
        }
        return end;
    }

    /** How many sets have to be woken to take so many. */
    private int setsFor(int found) {
        int sets = 0;
        int room = 0;
        for (int i = 0, at = nextSet; i < sides.sets.length && room < found; i++, at = next(at)) {
            int more = Math.max(0, sides.room(sides.sets[at]));
            room += more;
            sets += more > 0 ? 1 : 0;
        }
        return sets;
    }

    private int next(int set) {
        return set + 1 < sides.sets.length ? set + 1 : 0;
    }

    /** Not to hold on to registrations that end. */
    private void forget(int found) {
        Arrays.fill(quiet, 0, found, null);
    }

    /** Lists the hot members that owe enough to leave. */
    private int search() {
        Ledger ledger = sides.ledger;
        int found = 0;
        Member[] hot = sides.hotList.members();
        int size = Math.min(sides.hotList.size(), hot.length);
        if (quiet.length < size) {
            quiet = new Member[hot.length];
        }
        for (int i = 0; i < size; i++) {
            Member member = hot[i];
            if (member != null && ledger.isQuiet(Members.slot(member.hot.word()))) {
                quiet[found++] = member;
            }
        }
        return found;
    }

    /** Ends a batch of moves: whatever moved since the last one is told to a flight recording. */
    void tell() {
        long promotions = sides.promotions();
        long demotions = sides.demotions();
        if (promotions == promotionsTold && demotions == demotionsTold) {
            return;
        }
        if (event == null && FlightRecording.isPossible()) {
            event = new MigrationEvent();
        }
        if (event != null && event.isEnabled()) {
            event.promotions = (int) (promotions - promotionsTold);
            event.demotions = (int) (demotions - demotionsTold);
            event.hot = meter.hot();
            event.cold = meter.cold();
            event.commit();
            event = new MigrationEvent();
        }
        promotionsTold = promotions;
        demotionsTold = demotions;
    }

    Map<String, Long> gauges() {
        return Map.of(
                "hot", (long) meter.hot(),
                "cold", (long) meter.cold(),
                "rent", Math.round(meter.rent()),
                "price", Math.round(meter.price()),
                "patience", sides.ledger.patience());
    }
}
