package dev.vigil.migrating;

/**
 * What migrating costs, measured while the source runs. All times are processor time in nanoseconds, smoothed; before the
 * first measurement they are rough starting values.
 */
public interface MigrationCosts {
    /**
     * The rent: what a round costs for each descriptor on the hot side.
     *
     * @return nanoseconds per descriptor and round
     */
    double rent();

    /**
     * The price of being cold at the wrong time: what it costs until a descriptor that was moved to the cold side is hot
     * again. With a cold thread that is the cold side's scan, shared by all descriptors that it finds; in nested mode, the
     * calls that move it there and back.
     *
     * @return nanoseconds per descriptor
     */
    double price();

    /**
     * What an event costs on the cold side. With a cold thread it is the {@link #price()}.
     *
     * @return nanoseconds per event
     */
    double coldEvent();

    /**
     * What it costs to wake the cold side for nothing; 0 where it does not sleep apart.
     *
     * @return nanoseconds per wake-up
     */
    double wakeUp();

    /**
     * How many descriptors are on the hot side.
     *
     * @return the number at this moment
     */
    int hot();

    /**
     * How many descriptors are on the cold side.
     *
     * @return the number at this moment
     */
    int cold();
}
