package dev.vigil.bench.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cost per event over the time since the active descriptors moved, as workers report it: {@code END:COST:EVENTS} for each window
 * of time, with commas between windows and semicolons between moves. The first two are nanoseconds; the end counts from the move.
 */
final class DriftCurve {
    /** The name of a counter that holds the cost up to a moment, in milliseconds after the move. */
    private static final String COUNTER = "cost until ";

    /** Back means: at most so many times the steady cost. */
    private static final double BACK = 1.2;

    /** So many windows in a row, by their median: one of them alone may have met with another process. */
    private static final int STRETCH = 5;

    /** The ends of the parts of the curve that is reported, as shares of the time from one move to the next. */
    private static final double[] PARTS = {
        0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1
    };

    private final long[] ends;
    private final double[] costs;
    private final long[] events;

    private DriftCurve(String windows) {
        String[] parts = windows.split(",", -1);
        ends = new long[parts.length];
        costs = new double[parts.length];
        events = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String[] numbers = parts[i].split(":", -1);
            if (numbers.length != 3) {
                throw new LostEventsException("a worker reported a window that is none: " + parts[i]);
            }
            ends[i] = Long.parseLong(numbers[0]);
            costs[i] = Long.parseLong(numbers[1]);
            events[i] = Long.parseLong(numbers[2]);
        }
    }

    /** One curve for each move. */
    static List<DriftCurve> parse(String reported) {
        List<DriftCurve> curves = new ArrayList<>();
        for (String windows : reported.split(";", -1)) {
            curves.add(new DriftCurve(windows));
        }
        return curves;
    }

    /** All cost over all events. */
    double mean() {
        return cost(0, Long.MAX_VALUE);
    }

    /** The median of the windows of the second half. */
    double steady() {
        return median(firstBehind(ends[ends.length - 1] / 2), ends.length);
    }

    /** When the first stretch begins whose cost is near the steady one, in milliseconds after the move. */
    double backMillis() {
        double enough = BACK * steady();
        int at = 0;
        while (at < ends.length && median(at, Math.min(at + STRETCH, ends.length)) > enough) {
            at++;
        }
        return at == 0 ? 0 : ends[at - 1] / 1e6;
    }

    /** The cost per event in parts of the time, which are short after the move and become longer, by a name that tells when. */
    Map<String, Double> parts(long period) {
        Map<String, Double> parts = new LinkedHashMap<>();
        long from = 0;
        for (double part : PARTS) {
            long to = Math.round(part * period);
            parts.put(COUNTER + String.format(Locale.ROOT, "%s", to / 1e6) + " ms", cost(from, to));
            from = to;
        }
        return parts;
    }

    /** Of the windows that lie in a time, or, with an end, into it. */
    private double cost(long from, long to) {
        double cost = 0;
        double count = 0;
        int at = firstBehind(from);
        do {
            cost += costs[at];
            count += events[at];
        } while (ends[at++] < to && at < ends.length);
        return cost / count;
    }

    private int firstBehind(long moment) {
        int at = 0;
        while (at < ends.length - 1 && ends[at] <= moment) {
            at++;
        }
        return at;
    }

    private double median(int from, int to) {
        double[] each = new double[to - from];
        for (int i = from; i < to; i++) {
            each[i - from] = costs[i] / events[i];
        }
        Arrays.sort(each);
        return each[each.length / 2];
    }
}
