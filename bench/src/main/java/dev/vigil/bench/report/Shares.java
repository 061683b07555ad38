package dev.vigil.bench.report;

import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who got how much, in cases that differ in one word.
 *
 * @param scenario its name
 * @param title what the cases have in common
 * @param bars in per cent, the busiest first, by word and contender
 */
record Shares(String scenario, String title, Map<String, List<Double>> bars) {
    private static final int LEAST = 2;

    /** Of those cases in which everybody's share is known. */
    static List<Shares> of(List<Column> columns) {
        Map<String, Shares> all = new LinkedHashMap<>();
        for (Column column : columns) {
            Scenario scenario = Scenarios.find(column.scenario());
            String lineBy = scenario == null ? null : scenario.lineBy();
            for (Result result : column.results()) {
                List<Double> shares = shares(result);
                if (lineBy != null && shares.size() >= LEAST) {
                    Map<String, Object> common = new LinkedHashMap<>(column.parameters());
                    Object word = common.remove(lineBy);
                    String title = column.scenario() + " " + common;
                    all.computeIfAbsent(
                                    title, key -> new Shares(column.scenario(), text(common), new LinkedHashMap<>()))
                            .bars()
                            .put(word + " " + result.contender(), shares);
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static List<Double> shares(Result result) {
        Map<Integer, Double> shares = new TreeMap<>();
        for (int i = 1; result.counters().containsKey(Result.SHARE + i); i++) {
            shares.put(i, result.counters().get(Result.SHARE + i));
        }
        return new ArrayList<>(shares.values());
    }

    private static String text(Map<String, Object> parameters) {
        StringBuilder text = new StringBuilder("each waiter's share:");
        parameters.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
