package dev.vigil.migrating;

import dev.vigil.spi.Watch;

/** A registration: the watch that the source and the hot side know, and the one that the cold side knows. */
final class Member {
    /** The source's. The hot side watches this one itself, so that its interest and arming are always the source's. */
    final Watch hot;

    /** With the same word. Made at registration, so that no move allocates. */
    final Watch cold;

    /** Where it is: a cold set, or null for the hot side. Written under the control lock of the registration. */
    volatile ColdSet set;

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

    /** Brings the cold watch up to date with what the source wants by now. Under the control lock. */
    void refreshCold() {
        cold.interest(hot.interest());
        cold.armed(hot.isArmed());
    }
}
