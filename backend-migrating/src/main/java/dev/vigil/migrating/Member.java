package dev.vigil.migrating;

import dev.vigil.spi.Watch;

/** A registration: the watch that the source and the hot side know, and the one that the cold side knows. */
final class Member {
    /** A descriptor that changes its ways forgets the old ones after so many mistakes. */
    private static final int MOST_CREDIT = 16;

    /** The source's. The hot side watches this one itself, so that its interest and arming are always the source's. */
    final Watch hot;

    /** With the same word. Made at registration, so that no move allocates. */
    final Watch cold;

    /** Where it is: a cold set, or null for the hot side. Written under the control lock of the registration. */
    volatile ColdSet set;

    /** How many more times it may leave early and have been wrong; see {@link MigrationPolicy#probation}. Under the control lock. */
    private int credit = 1;

    /** Whether it left early when it last turned cold. Under the control lock. */
    private boolean early;

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

    /** Notes that it turns cold. */
    void turnsCold(long round, long patience) {
        early = round - moved < patience;
        moved = round;
    }

    /**
     * Notes that it turns hot, and tells whether that is on probation: if it was away for long, and whenever it left early and
     * was wrong it had been right before.
     */
    boolean turnsHot(long round, long patience) {
        boolean wasLong = round - moved >= patience;
        if (early) {
            credit = wasLong ? Math.min(MOST_CREDIT, credit + 1) : credit - 1;
        }
        moved = round;
        return wasLong && credit > 0;
    }

    /** Brings the cold watch up to date with what the source wants by now. Under the control lock. */
    void refreshCold() {
        cold.interest(hot.interest());
        cold.armed(hot.isArmed());
    }
}
