package dev.vigil.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The table of a run in a terminal: a row for each contender, a column for each case, as many as fit beside each other. */
public final class Overview {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final Set<String> contenders = new LinkedHashSet<>();

    private Overview(Report report) {
        columns = Column.of(report);
        report.results().forEach(result -> contenders.add(result.contender()));
    }

    /** The table, no wider than this if a column can be that narrow. */
    public static String of(Report report, int width) {
        Overview overview = new Overview(report);
        StringBuilder out = new StringBuilder();
        out.append(Environment.line(report.environment())).append("\n\n");
        overview.bands(width).forEach(band -> overview.print(band, out));
        out.append("Medians, and what they are as a multiple of the best peer's, compared round by round;")
                .append(" less is better, but for rates (in a second) and shares.\n")
                .append("+floor: what it costs more than the same work without waiting, in the same language.\n")
                .append("~: the middle half of the rounds spreads over more than a quarter of the median.\n");
        report.absent()
                .forEach(absent -> out.append("absent: ")
                        .append(absent.contender())
                        .append(": ")
                        .append(absent.reason())
                        .append('\n'));
        return out.toString();
    }

    private List<List<Column>> bands(int width) {
        List<List<Column>> bands = new ArrayList<>();
        int used = Integer.MAX_VALUE / 2;
        for (Column column : columns) {
            int needed = width(column) + GAP;
            if (used + needed > width) {
                bands.add(new ArrayList<>());
                used = nameWidth();
            }
            bands.get(bands.size() - 1).add(column);
            used += needed;
        }
        return bands;
    }

    private int nameWidth() {
        return contenders.stream().mapToInt(String::length).max().orElse(0);
    }

    private int width(Column column) {
        int widest = heading(column).stream().mapToInt(String::length).max().orElse(0);
        for (String contender : contenders) {
            widest = Math.max(widest, cell(column, contender).length());
        }
        return widest;
    }

    private static List<String> heading(Column column) {
        return List.of(column.scenario(), column.shortCase(), column.unit() + (column.isOverFloor() ? " +floor" : ""));
    }

    private static String cell(Column column, String contender) {
        Result result = column.find(contender);
        if (result == null) {
            return "-";
        }
        return Texts.marked(result, column.shown(result)) + " "
                + Texts.rightAligned(column.ratio(result), "x1.00".length());
    }

    private void print(List<Column> band, StringBuilder out) {
        for (int line = 0; line < heading(band.get(0)).size(); line++) {
            out.append(" ".repeat(nameWidth()));
            for (Column column : band) {
                out.append(" ".repeat(GAP))
                        .append(Texts.rightAligned(heading(column).get(line), width(column)));
            }
            out.append('\n');
        }
        for (String contender : contenders) {
            if (band.stream().allMatch(column -> column.find(contender) == null)) {
                continue;
            }
            out.append(Texts.padded(contender, nameWidth()));
            for (Column column : band) {
                out.append(" ".repeat(GAP)).append(Texts.rightAligned(cell(column, contender), width(column)));
            }
            out.append('\n');
        }
        out.append('\n');
    }
}
