package dev.vigil.migrating;

/**
 * Measures what migrating costs. Figures are smoothed, and one of them counts for no more than four times what came before, so
 * that an interrupt in the middle of a measurement does little harm.
 *
 * <p>Written by the thread that awaits; read by any.
 */
final class Meter implements MigrationCosts {
    private static final double WEIGHT = 1.0 / 8;
    private static final double MOST = 4;
    private static final double LEAST_NANOS = 0.5;

    private final HotList hot;
    private final ColdSet[] sets;

    /** Whether a cold event costs as much as the price, because it takes a scan of its own. */
    private final boolean coldSleeps;

    private volatile double rent = 15;
    private volatile double price;
    private volatile double coldEvent = 100;
    private volatile double wakeUp;

    /** How many events a wake-up of the cold side brings. */
    private double eventsPerWake = 1;

    /** What a look at the cold side costs that finds nothing. */
    private double emptyLook = 200;

    Meter(HotList hot, ColdSet[] sets, boolean coldSleeps) {
        this.hot = hot;
        this.sets = sets;
        this.coldSleeps = coldSleeps;
        price = coldSleeps ? 20_000 : 2_000;
        wakeUp = coldSleeps ? 20_000 : 0;
    }

    /** A hot round that went through so many descriptors. */
    void hotRound(long nanos, int descriptors) {
        if (nanos > 0 && descriptors > 0) {
            rent = smooth(rent, (double) nanos / descriptors);
        }
    }

    /** A cold thread's processor time from one wait to the next, and what it found. */
    void coldWake(long nanos, int events) {
        if (nanos > 0 && events > 0) {
            wakeUp = smooth(wakeUp, (double) nanos);
            eventsPerWake = smooth(eventsPerWake, events);
            price = wakeUp / eventsPerWake;
        }
    }

    /** A look at the cold side, on the thread that polls. */
    void coldLook(long nanos, int events) {
        if (nanos == 0) {
            return;
        }
        if (events == 0) {
            emptyLook = smooth(emptyLook, (double) nanos);
        } else {
            coldEvent = smooth(coldEvent, (nanos - emptyLook) / events);
        }
    }

    /** Moves, on the thread that polls, where they make up the price. */
    void moves(long nanos, int count) {
        if (!coldSleeps) {
            price = smooth(price, 2.0 * nanos / count);
        }
    }

    private static double smooth(double before, double measured) {
        return before + (Math.max(LEAST_NANOS, Math.min(measured, before * MOST)) - before) * WEIGHT;
    }

    @Override
    public double rent() {
        return rent;
    }

    @Override
    public double price() {
        return price;
    }

    @Override
    public double coldEvent() {
        return coldSleeps ? price : coldEvent;
    }

    @Override
    public double wakeUp() {
        return wakeUp;
    }

    @Override
    public int hot() {
        return hot.size();
    }

    @Override
    public int cold() {
        int cold = 0;
        for (ColdSet set : sets) {
            cold += set.size.get();
        }
        return cold;
    }
}
