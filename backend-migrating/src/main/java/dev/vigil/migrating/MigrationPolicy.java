package dev.vigil.migrating;

/**
 * Says when descriptors move, in rounds. A round is one wait of the source.
 *
 * <p>Each descriptor has an account. On the hot side it owes one for each round, and each event pays {@link #worth} back, but
 * never more than it owes; when it owes {@link #patience} it moves to the cold side. There, each event earns it
 * {@link #worth}, and each round takes one back; when it has earned {@link #patience} it moves to the hot side. Every move
 * starts a new account.
 *
 * <p>Each source asks its policy from time to time, on whatever thread polls it, one at a time; a policy that keeps a state
 * must not be shared by sources, see {@link MigratingSettings.Builder#policies}. If it throws or answers out of range the source closes, and the poll tells why.
 */
public interface MigrationPolicy {
    /** As {@link #patience}: descriptors stay where they are. */
    long NEVER = 1L << 60;

    /**
     * How much a descriptor may owe on the hot side, and must earn on the cold side, before it moves.
     *
     * @param costs what moves and rounds cost at this moment
     * @return at least 1 and at most {@link #NEVER}
     */
    long patience(MigrationCosts costs);

    /**
     * What one event is worth. If it is not less than the patience, one event makes a descriptor hot, and clears what it owes.
     *
     * @param costs what moves and rounds cost at this moment
     * @return at least 0 and at most {@link #NEVER}
     */
    long worth(MigrationCosts costs);

    /**
     * How much of the patience a descriptor has until its first event on the hot side, if it was cold for at least as many rounds
     * as the patience: a lone event is no sign of more to come. If it leaves early for that and is cold for fewer rounds than the
     * patience, leaving was wrong. Whoever was wrong three times more than right, by the rounds, has all of the patience.
     *
     * @param costs what moves and rounds cost at this moment
     * @return at least 1; more than the patience, as the default is, means all of it
     */
    default long probation(MigrationCosts costs) {
        return NEVER;
    }

    /**
     * How much rent may be paid for descriptors that are to move to the cold side and wait for it to wake by itself. When it
     * is paid the cold side is woken for them.
     *
     * @param costs what moves and rounds cost at this moment
     * @return nanoseconds, at least 0; the default is what a wake-up costs
     */
    default double tolerance(MigrationCosts costs) {
        return costs.wakeUp();
    }

    /**
     * The renter's rule, the default: a descriptor stays hot until the rent paid for it since its last event has reached the
     * price of being cold at the wrong time, or an eighth of it where it came for a lone event. Costs at most twice as much as
     * knowing the future would; in nested mode, where a cold event does not force a move, at most three times. The proof stands in
     * {@code docs/migrating.md}.
     *
     * @return the rule; it has no state
     */
    static MigrationPolicy renter() {
        return RentersRule.INSTANCE;
    }

    /**
     * A fixed threshold: cold after so many rounds without an event, hot with the first event.
     *
     * @param rounds at least 1 and at most {@link #NEVER}
     * @return the rule; it has no state
     * @throws IllegalArgumentException if the number is out of range
     */
    static MigrationPolicy fixed(long rounds) {
        return new FixedThreshold(rounds);
    }
}
