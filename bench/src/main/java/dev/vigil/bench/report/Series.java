package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Cases of one scenario that differ in one number only; and in a word, where each word has lines of its own.
 *
 * @param parameter that number's name
 * @param lineBy the name of the word, or null
 * @param columns the cases
 */
record Series(String parameter, String lineBy, List<Column> columns) {
    private static final int LEAST = 3;

    /** The series among these cases; a case is in one of them at most. */
    static List<Series> of(List<Column> columns) {
        List<Column> left = new ArrayList<>(columns);
        List<Series> all = new ArrayList<>();
        while (!left.isEmpty()) {
            Column first = left.remove(0);
            String lineBy = lineBy(first.scenario());
            for (String parameter : first.parameters().keySet()) {
                List<Column> alike = new ArrayList<>(List.of(first));
                left.stream()
                        .filter(other -> differsOnlyIn(parameter, lineBy, first, other))
                        .forEach(alike::add);
                Series series = new Series(parameter, lineBy, alike);
                if (alike.size() >= LEAST && series.values().stream().distinct().count() >= LEAST) {
                    all.add(series);
                    left.removeAll(alike);
                    break;
                }
            }
        }
        return all;
    }

    private static String lineBy(String scenario) {
        Scenario found = Scenarios.find(scenario);
        return found == null ? null : found.lineBy();
    }

    private static boolean differsOnlyIn(String parameter, String lineBy, Column one, Column other) {
        return one.scenario().equals(other.scenario())
                && one.unit().equals(other.unit())
                && one.parameters().keySet().equals(other.parameters().keySet())
                && one.parameters().get(parameter) instanceof Number
                && one.parameters().keySet().stream()
                        .allMatch(name -> name.equals(parameter)
                                || name.equals(lineBy)
                                || Objects.equals(
                                        one.parameters().get(name),
                                        other.parameters().get(name)));
    }

    String unit() {
        return columns.get(0).shownUnit();
    }

    /** What stays the same. */
    String title() {
        StringBuilder title = new StringBuilder(columns.get(0).scenario());
        columns.get(0).parameters().forEach((name, value) -> {
            if (!name.equals(parameter) && !name.equals(lineBy)) {
                title.append(' ').append(name).append('=').append(value);
            }
        });
        return title.toString();
    }

    List<Double> values() {
        return columns.stream().map(this::value).toList();
    }

    private double value(Column column) {
        return ((Number) column.parameters().get(parameter)).doubleValue();
    }

    private String line(Column column, Result result) {
        Object word = lineBy == null ? null : column.parameters().get(lineBy);
        return word == null ? result.contender() : word + " " + result.contender();
    }

    /** The lines: what is shown, by the number, by the contender (and the word). The floor is left to the tables, and what is below 0 is noise. */
    Map<String, TreeMap<Double, Double>> points() {
        Map<String, TreeMap<Double, Double>> points = new LinkedHashMap<>();
        for (Column column : columns) {
            for (Result result : column.results()) {
                boolean floor = Contenders.side(result.contender()) == Side.FLOOR;
                if (!floor && (column.shown(result) > 0 || column.isShare())) {
                    points.computeIfAbsent(line(column, result), name -> new TreeMap<>())
                            .put(value(column), column.shown(result));
                }
            }
        }
        return points;
    }
}
