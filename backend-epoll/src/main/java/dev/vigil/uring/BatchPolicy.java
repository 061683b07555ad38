package dev.vigil.uring;

/**
 * Decides whether a turn's operations go in as a batch or as calls. At first by what an empty call costs; then by what both cost for turns of
 * that size, of which a few are timed, and now and then one goes the other way. For one thread.
 */
public final class BatchPolicy {
    /**
     * What a batch costs beyond an empty call, and each entry of it beyond what the operation itself does. Of two processors, from Java; only
     * the first guess rests on them.
     */
    private static final long BATCH_NANOS = 200;

    private static final long ENTRY_NANOS = 80;

    /** Sizes of turns: 2 and 3, 4 to 7, ... 256 and more. */
    private static final int CLASSES = 8;

    private static final int TIMED_EVERY = 16;

    /** The other way is tried at turns of these numbers: 8, 16, 32, ... and each of this many. */
    private static final int FIRST_TRIAL = 8;

    private static final int LAST_TRIAL = 1024;

    private static final int NEVER = Integer.MAX_VALUE;

    private final boolean always;
    private final int guess;
    private final long[] turns = new long[CLASSES];

    /** Nanoseconds for an operation, 0 where not known yet. */
    private final double[] asCalls = new double[CLASSES];

    private final double[] asBatch = new double[CLASSES];
    private boolean timed;

    /**
     * A policy that knows nothing but the price of a call.
     *
     * @param always whether all that is more than one operation is a batch
     * @param emptyCallNanos what an empty call costs
     */
    public BatchPolicy(boolean always, long emptyCallNanos) {
        this.always = always;
        this.guess = always ? 2 : guess(emptyCallNanos);
    }

    /** n calls cost n empty calls; a batch costs one, and the rest. */
    private static int guess(long call) {
        long saved = call - ENTRY_NANOS;
        return saved <= 0 ? NEVER : (int) Math.max(2, 1 + (call + BATCH_NANOS) / saved);
    }

    /**
     * Decides for one turn.
     *
     * @param count how many operations it has
     * @return whether they are a batch
     */
    public boolean batches(int count) {
        timed = false;
        if (count < 2) {
            return false;
        }
        if (always) {
            return true;
        }
        int size = sizeOf(count);
        long turn = ++turns[size];
        boolean other = turn < LAST_TRIAL ? turn >= FIRST_TRIAL && (turn & (turn - 1)) == 0 : turn % LAST_TRIAL == 0;
        timed = other || turn % TIMED_EVERY == 1;
        return prefersBatch(size) != other;
    }

    /**
     * Whether the turn that was decided last is to be timed, whichever way it goes.
     *
     * @return true if {@link #took} is to be called with its time
     */
    public boolean isTimed() {
        return timed;
    }

    /**
     * Tells what a turn has taken.
     *
     * @param batched whether it was a batch
     * @param count how many operations it had
     * @param nanos the time
     */
    public void took(boolean batched, int count, long nanos) {
        double[] known = batched ? asBatch : asCalls;
        int size = sizeOf(count);
        double each = (double) nanos / count;
        double before = known[size];
        // What is slow now may be so for want of compiled code, or for a neighbour: what is fast is believed sooner.
        known[size] = before == 0 ? each : before + (each - before) / (each < before ? 2 : 16);
    }

    private boolean prefersBatch(int size) {
        if (asCalls[size] != 0 && asBatch[size] != 0) {
            return asBatch[size] < asCalls[size];
        }
        return 2 << size >= guess;
    }

    private static int sizeOf(int count) {
        return Math.min(CLASSES - 1, 30 - Integer.numberOfLeadingZeros(count));
    }

    /**
     * How many operations a turn has at least for which a batch is preferred now.
     *
     * @return the number, or 0 if none is
     */
    public int least() {
        for (int size = 0; size < CLASSES; size++) {
            if (prefersBatch(size)) {
                return 2 << size;
            }
        }
        return 0;
    }
}
