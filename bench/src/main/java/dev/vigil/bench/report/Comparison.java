package dev.vigil.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two runs side by side: two machines, or two commits on one. A row for each contender, a table for each case that both have.
 *
 * <p>Figures of two runs were not taken by turns, so a machine's hour stands between them; the ratios within each run, which
 * are, stand beside them.
 */
public final class Comparison {
    private static final List<String> HEADING =
            List.of("contender", "first", "second", "second to first", "ratio in first", "ratio in second");

    private final Report first;
    private final Report second;

    private Comparison(Report first, Report second) {
        this.first = first;
        this.second = second;
    }

    /**
     * As text for a terminal.
     *
     * @throws IllegalArgumentException if the two have no case in common, or not the same unit in one; the message says so
     */
    public static String of(Report first, Report second) {
        return new Comparison(first, second).text();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        out.append("first:  ").append(heading(first)).append('\n');
        out.append("second: ").append(heading(second)).append('\n');
        if (!Environment.machine(first.environment()).equals(Environment.machine(second.environment()))) {
            out.append("Two machines, kernels or JDKs: compare the ratios, not the figures.\n");
        }
        List<Column> shared = new ArrayList<>();
        for (Column column : Column.of(first)) {
            Column other = counterpart(column);
            if (other != null) {
                shared.add(column);
                print(column, other, out);
            }
        }
        if (shared.isEmpty()) {
            throw new IllegalArgumentException("the two runs have no case in common: the first has " + cases(first)
                    + "; the second has " + cases(second));
        }
        out.append("\nlevel: the middle halves of the rounds overlap.\n");
        unshared(first, second, "first", out);
        unshared(second, first, "second", out);
        return out.toString();
    }

    private static String heading(Report report) {
        return Environment.line(report.environment()) + "\n        "
                + report.environment().get("command");
    }

    /** The same case of the other run. A case that was measured in another unit is another version's. */
    private Column counterpart(Column column) {
        for (Column other : Column.of(second)) {
            if (isSameCase(column, other)) {
                if (!other.unit().equals(column.unit())) {
                    throw new IllegalArgumentException(column.title() + " is in " + column.unit()
                            + " in the first file and in " + other.unit()
                            + " in the second: they are of different versions, measure one of them again");
                }
                return other;
            }
        }
        return null;
    }

    private static boolean isSameCase(Column one, Column other) {
        return one.scenario().equals(other.scenario())
                && one.shortCase().equals(other.shortCase())
                && one.parameters().keySet().equals(other.parameters().keySet());
    }

    private static void print(Column column, Column other, StringBuilder out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        for (Result result : column.results()) {
            Result counterpart = other.find(result.contender());
            if (counterpart != null) {
                rows.add(List.of(
                        result.contender(),
                        Texts.marked(result, result.median()),
                        Texts.marked(counterpart, counterpart.median()),
                        change(result, counterpart),
                        column.ratio(result),
                        other.ratio(counterpart)));
            }
        }
        out.append('\n')
                .append(column.title())
                .append(" (")
                .append(column.unit())
                .append(")\n");
        Texts.table(rows, out);
    }

    private static String change(Result result, Result counterpart) {
        boolean overlap = result.low() <= counterpart.high() && counterpart.low() <= result.high();
        String ratio = result.median() > 0 ? Texts.ratio(counterpart.median() / result.median()) : "-";
        return overlap ? ratio + " level" : ratio;
    }

    /** Says what one of the two has alone. */
    private static void unshared(Report report, Report other, String name, StringBuilder out) {
        List<Column> others = Column.of(other);
        String alone = Column.of(report).stream()
                .filter(column -> others.stream().noneMatch(each -> isSameCase(column, each)))
                .map(Column::title)
                .collect(Collectors.joining("; "));
        if (!alone.isEmpty()) {
            out.append("only in the ").append(name).append(": ").append(alone).append('\n');
        }
    }

    private static String cases(Report report) {
        String cases = Column.of(report).stream().map(Column::title).collect(Collectors.joining("; "));
        return cases.isEmpty() ? "none" : cases;
    }
}
