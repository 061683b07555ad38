package dev.vigil.bench.report;

import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;

/** The tables of one scenario, a table for each case, with spread and counters: for a terminal, or as Markdown. */
public final class Details {
    private static final List<String> HEADING = List.of("contender", "median", "half of the rounds", "ratio");

    private Details() {}

    /** For a terminal. */
    public static String text(Report report) {
        StringBuilder out = new StringBuilder();
        out.append(Environment.line(report.environment())).append('\n');
        for (Column column : Column.of(report)) {
            List<List<String>> rows = rows(column);
            out.append('\n')
                    .append(column.title())
                    .append(" (")
                    .append(column.unit())
                    .append(")\n");
            Texts.table(rows, out);
        }
        report.absent()
                .forEach(absent -> out.append("absent: ")
                        .append(absent.contender())
                        .append(": ")
                        .append(absent.reason())
                        .append('\n'));
        return out.toString();
    }

    /** As Markdown. */
    public static String markdown(Report report) {
        StringBuilder out = new StringBuilder();
        out.append(Environment.line(report.environment())).append(".\n");
        out.append("Command: `").append(report.environment().get("command")).append("`.\n");
        for (Column column : Column.of(report)) {
            List<List<String>> rows = rows(column);
            out.append("\n**")
                    .append(column.title())
                    .append("** (")
                    .append(column.unit())
                    .append(")\n\n");
            append(out, rows.get(0));
            out.append("| --- |")
                    .append(" ---: |".repeat(rows.get(0).size() - 1))
                    .append('\n');
            rows.subList(1, rows.size()).forEach(row -> append(out, row));
        }
        if (!report.absent().isEmpty()) {
            out.append("\nAbsent:\n\n");
            report.absent()
                    .forEach(absent -> out.append("* ")
                            .append(absent.contender())
                            .append(": ")
                            .append(absent.reason())
                            .append('\n'));
        }
        return out.toString();
    }

    private static void append(StringBuilder out, List<String> row) {
        out.append("| ").append(String.join(" | ", row)).append(" |\n");
    }

    /** The heading, then one row for each contender. */
    static List<List<String>> rows(Column column) {
        Scenario scenario = Scenarios.find(column.scenario());
        List<String> counters = (scenario == null ? List.<String>of() : scenario.shownCounters())
                .stream()
                        .filter(name -> column.results().stream()
                                .anyMatch(result -> result.counters().containsKey(name)))
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(HEADING);
        if (column.isOverFloor()) {
            heading.addAll(List.of("over the floor", "ratio of that"));
        }
        heading.addAll(counters);
        rows.add(heading);
        for (Result result : column.results()) {
            List<String> row = new ArrayList<>();
            row.add(result.contender());
            row.add(Texts.marked(result, result.median()));
            row.add(Texts.number(result.low()) + " to " + Texts.number(result.high()));
            row.add(multiple(result, Result.RATIO));
            if (column.isOverFloor()) {
                row.add(number(result, Result.OVER_FLOOR));
                row.add(multiple(result, Result.OVER_FLOOR_RATIO));
            }
            counters.forEach(name -> row.add(number(result, name)));
            rows.add(row);
        }
        return rows;
    }

    private static String number(Result result, String counter) {
        Double value = result.counters().get(counter);
        return value == null ? "" : Texts.number(value);
    }

    private static String multiple(Result result, String counter) {
        Double value = result.counters().get(counter);
        return value == null ? "" : Texts.ratio(value);
    }
}
