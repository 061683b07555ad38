package dev.vigil.bench.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One value for each parameter that has one, in the order in which they are shown. */
public final class Parameters {
    private final Map<String, String> values;

    public Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Of names and values in turn. */
    public static Parameters of(Object... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return new Parameters(values);
    }

    public Map<String, String> values() {
        return values;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public long number(String name) {
        return Long.parseLong(values.get(name));
    }

    public double fraction(String name) {
        return Double.parseDouble(values.get(name));
    }

    public String word(String name) {
        return values.get(name);
    }

    public Parameters without(String name) {
        Map<String, String> rest = new LinkedHashMap<>(values);
        rest.remove(name);
        return new Parameters(rest);
    }

    /** As a worker is told them; {@code work} says which work it is, and isn't part of it. */
    public Map<String, String> sent() {
        return without("work").values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Such as {@code watched=1000 active=100}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
