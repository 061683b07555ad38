package dev.vigil.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Whether a run has left everything as it was. What the first interval has, later ones may have too: it is the warm-up. */
final class SoakVerdict {
    private static final long HEAP_SLACK = 4 << 20;
    private static final long DIRECT_SLACK = 1 << 20;

    /** Fewer intervals tell of no drift. */
    private static final int ENOUGH = 6;

    /** Nor do runs that are shorter. */
    private static final double LONG_SECONDS = 60;

    private static final double DRIFT = 3;
    private static final long DRIFT_NANOS = 1_000_000;

    private final List<SoakInterval> intervals;
    private final List<String> reasons = new ArrayList<>();

    private SoakVerdict(List<SoakInterval> intervals) {
        this.intervals = intervals;
    }

    /** What is wrong, one line each; nothing if all is well. */
    static List<String> reasons(List<SoakInterval> intervals, Map<String, Long> failures) {
        SoakVerdict verdict = new SoakVerdict(intervals);
        failures.forEach((what, count) -> verdict.reasons.add(count + " times: " + what));
        if (intervals.size() > 1) {
            verdict.check("descriptors", 0, interval -> interval.levels().descriptors());
            verdict.check("threads", 0, interval -> interval.levels().threads());
            verdict.check(
                    "direct memory", DIRECT_SLACK, interval -> interval.levels().direct());
            verdict.check("heap", HEAP_SLACK, interval -> interval.levels().heap());
            verdict.checkDrift();
        }
        return verdict.reasons;
    }

    /** Higher at the end than after the warm-up: what comes and goes in between is nobody's leak. */
    private void check(String what, long slack, ToLongFunction<SoakInterval> level) {
        long first = level.applyAsLong(intervals.get(0));
        long last = level.applyAsLong(intervals.get(intervals.size() - 1));
        if (last > first + slack) {
            reasons.add(String.format(Locale.ROOT, "%s grew from %,d to %,d", what, first, last));
        }
    }

    private void checkDrift() {
        int count = intervals.size() - 1;
        if (count < ENOUGH || intervals.get(count).seconds() < LONG_SECONDS) {
            return;
        }
        int third = count / 3;
        long early = middle(intervals.subList(1, 1 + third));
        long late = middle(intervals.subList(intervals.size() - third, intervals.size()));
        if (late > early * DRIFT && late > early + DRIFT_NANOS) {
            reasons.add(String.format(
                    Locale.ROOT, "the median latency went from %,d to %,d us", early / 1000, late / 1000));
        }
    }

    private static long middle(List<SoakInterval> some) {
        long[] medians =
                some.stream().mapToLong(SoakInterval::medianNanos).sorted().toArray();
        return medians[medians.length / 2];
    }
}
