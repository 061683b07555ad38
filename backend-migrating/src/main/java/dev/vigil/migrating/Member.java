package dev.vigil.migrating;

import dev.vigil.spi.Watch;

/** A registration: the watch that the source and the hot side know, and the one that the cold side knows. */
final class Member {
    /** How often a descriptor may leave early and be wrong before it has been right. */
    private static final int TRUST = 3;

    /** How much it can save, in patiences: so one that changes its ways is not trusted for long. */
    private static final int MOST_SAVED = 16;

    /** The source's. The hot side watches this one itself, so that its interest and arming are always the source's. */
    final Watch hot;

    /** With the same word. Made at registration, so that no move allocates. */
    final Watch cold;

    /** Where it is: a cold set, or null for the hot side. Written under the control lock of the registration. */
    volatile ColdSet set;

    /** What leaving early has saved in rounds of rent, less what it has cost; see docs/migrating.md. Under the control lock. */
    private long saved;

    /** By how many rounds it left early when it last turned cold. Under the control lock. */
    private long early;

    /** The round of its last move. Under the control lock. */
    private long moved;

    /** Whether it counts among the one-shots. Under the control lock. */
    boolean oneShot;

    /**
     * Whether the hot side has fetched an event of it, a one-shot, since it was armed. The event may be on its way to its handler
     * still, so arming it somewhere else would report it twice. Set by the thread that awaits, cleared by the control call that arms.
     */
    volatile boolean fired;

    /** Whether it, a cold one-shot that has fired, moves to the hot side when it is armed again. */
    volatile boolean hotWhenArmed;

    /** Its place in the list of hot members. Under the monitor of the list. */
    int place;

    Member(Watch hot, Watch cold, ColdSet set) {
        this.hot = hot;
        this.cold = cold;
        this.set = set;
    }

    boolean isHot() {
        return set == null;
    }

    /** Notes in which round it comes. */
    void comes(long round) {
        moved = round;
    }

    /** Notes that it turns cold. */
    void turnsCold(long round, long patience) {
        early = Math.max(0, patience - (round - moved));
        moved = round;
    }

    /**
     * Notes that it turns hot, and tells whether that is on probation: if it was away for long, and leaving early has not cost
     * too much.
     */
    boolean turnsHot(long round, long patience) {
        boolean wasLong = round - moved >= patience;
        saved = wasLong ? Math.min(saved + early, MOST_SAVED * patience) : saved - early;
        moved = round;
        return wasLong && saved >= -(TRUST - 1) * patience;
    }

    /** Brings the cold watch up to date with what the source wants by now. Under the control lock. */
    void refreshCold() {
        cold.interest(hot.interest());
        cold.armed(hot.isArmed());
    }
}
