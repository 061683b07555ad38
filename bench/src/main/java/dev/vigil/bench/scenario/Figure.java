package dev.vigil.bench.scenario;

import java.util.Map;

/**
 * What one round of one contender came to.
 *
 * @param value in the scenario's unit
 * @param counters further figures by name
 */
public record Figure(double value, Map<String, Double> counters) {
    /** Copies the counters. */
    public Figure {
        counters = Map.copyOf(counters);
    }
}
