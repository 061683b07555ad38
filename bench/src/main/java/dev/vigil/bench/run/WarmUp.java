package dev.vigil.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long a contender works before it is measured: until its cost has settled. A compiler that is still at work, or a policy
 * that still moves descriptors about, makes each round cheaper than the ones before; who is measured then is measured as
 * somebody else.
 *
 * <p>Settled means that the middle of the last three rounds is not cheaper than the middle of the three before by more than
 * {@value #PER_CENT} %. A contender that never settles is measured after {@value #LONGEST} times the least time, as it is.
 */
final class WarmUp {
    /** Rounds in the least time. */
    static final int ROUNDS = 5;

    private static final int WINDOW = 3;
    private static final int PER_CENT = 3;
    private static final int LONGEST = 8;

    private final long leastNanos;
    private final List<Double> costs = new ArrayList<>();
    private final long start = System.nanoTime();

    WarmUp(long leastNanos) {
        this.leastNanos = leastNanos;
    }

    /** How long a round of it takes. */
    long roundNanos() {
        return Math.max(1, leastNanos / ROUNDS);
    }

    /** Notes what a round cost, in whatever unit, less being better. */
    void add(double cost) {
        costs.add(cost);
    }

    /** Whether to go on. */
    boolean goesOn() {
        long passed = System.nanoTime() - start;
        return passed < leastNanos || (leastNanos > 0 && passed < LONGEST * leastNanos && !hasSettled(costs));
    }

    static boolean hasSettled(List<Double> costs) {
        int count = costs.size();
        if (count < 2 * WINDOW) {
            return false;
        }
        double before = middle(costs.subList(count - 2 * WINDOW, count - WINDOW));
        double last = middle(costs.subList(count - WINDOW, count));
        return last >= before - Math.abs(before) * PER_CENT / 100;
    }

    private static double middle(List<Double> window) {
        double[] sorted = window.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[WINDOW / 2];
    }
}
