package dev.vigil.bench.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What a worker reported of a round, by key. */
public final class Outcome {
    private final Map<String, String> values;

    public Outcome(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public long number(String key) {
        return Long.parseLong(text(key));
    }

    /** What is no number. */
    public String text(String key) {
        String text = values.get(key);
        if (text == null) {
            throw new LostEventsException("a worker reported no " + key + " but " + values.keySet());
        }
        return text;
    }

    public OptionalDouble find(String key) {
        String text = values.get(key);
        return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    /** What was counted, each divided: the cost in calls and scans of one unit of work. */
    public Map<String, Double> countersPer(long units) {
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String key : new String[] {"cpu", "waits", "controls", "calls", "scanned"}) {
            find(key).ifPresent(value -> counters.put(key, value / units));
        }
        find("spurious").ifPresent(value -> counters.put("spurious", value));
        return counters;
    }

    /** The percentiles, in nanoseconds. */
    public Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        for (String key : new String[] {"p50", "p99", "p999", "max"}) {
            find(key).ifPresent(value -> percentiles.put(key, value));
        }
        return percentiles;
    }

    /** Refuses a number that is not what it should be. */
    public void expect(String key, long expected) {
        long found = number(key);
        if (found != expected) {
            throw new LostEventsException(key + " is " + found + " and not " + expected);
        }
    }
}
