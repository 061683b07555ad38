package dev.vigil.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The cost of a case over time, where its counters hold that: {@code cost until 1.5 ms}. */
final class Curve {
    private static final String PREFIX = "cost until ";
    private static final String SUFFIX = " ms";

    private Curve() {}

    /** By contender, the cost by the moment up to which it was so, in order; empty for cases without. */
    static Map<String, Map<Double, Double>> points(Column column) {
        Map<String, Map<Double, Double>> points = new LinkedHashMap<>();
        for (Result result : column.results()) {
            Map<Double, Double> line = new TreeMap<>();
            result.counters().forEach((name, value) -> {
                if (name.startsWith(PREFIX) && name.endsWith(SUFFIX) && value > 0) {
                    line.put(Double.valueOf(name.substring(PREFIX.length(), name.length() - SUFFIX.length())), value);
                }
            });
            if (!line.isEmpty()) {
                points.put(result.contender(), line);
            }
        }
        return points;
    }
}
