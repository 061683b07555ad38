package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Cases of one scenario that differ in one number only.
 *
 * @param parameter that number's name
 * @param columns the cases
 */
record Series(String parameter, List<Column> columns) {
    private static final int LEAST = 3;

    /** The series among these cases; a case is in one of them at most. */
    static List<Series> of(List<Column> columns) {
        List<Column> left = new ArrayList<>(columns);
        List<Series> all = new ArrayList<>();
        while (!left.isEmpty()) {
            Column first = left.remove(0);
            for (String parameter : first.parameters().keySet()) {
                List<Column> alike = new ArrayList<>(List.of(first));
                left.stream()
                        .filter(other -> differsOnlyIn(parameter, first, other))
                        .forEach(alike::add);
                if (alike.size() >= LEAST) {
                    all.add(new Series(parameter, alike));
                    left.removeAll(alike);
                    break;
                }
            }
        }
        return all;
    }

    private static boolean differsOnlyIn(String parameter, Column one, Column other) {
        return one.scenario().equals(other.scenario())
                && one.unit().equals(other.unit())
                && one.parameters().keySet().equals(other.parameters().keySet())
                && one.parameters().get(parameter) instanceof Number
                && one.parameters().keySet().stream()
                        .allMatch(name -> name.equals(parameter)
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
            if (!name.equals(parameter)) {
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

    /** The lines: what is shown, by the number, by the contender. The floor is left to the tables, and what is below 0 is noise. */
    Map<String, TreeMap<Double, Double>> points() {
        Map<String, TreeMap<Double, Double>> points = new LinkedHashMap<>();
        for (Column column : columns) {
            for (Result result : column.results()) {
                boolean floor = Contenders.side(result.contender()) == Side.FLOOR;
                if (!floor && column.shown(result) > 0) {
                    points.computeIfAbsent(result.contender(), name -> new TreeMap<>())
                            .put(value(column), column.shown(result));
                }
            }
        }
        return points;
    }
}
