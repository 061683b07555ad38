package dev.vigil.bench.report;

import java.util.List;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Texts {
    private Texts() {}

    /** With about three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** As beside an axis: whole numbers without a fraction. */
    static String axis(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : number(value);
    }

    /** A multiple, such as {@code x1.04}. */
    static String ratio(double value) {
        return "x" + number(value);
    }

    /** A figure with its mark: a tilde if its spread is too wide to trust it. */
    static String marked(Result result, double value) {
        return (result.isTooWideFor(value) ? "~" : "") + number(value);
    }

    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Lines of a table: the first column to the left, the others to the right. */
    static void table(List<List<String>> rows, StringBuilder out) {
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                out.append(i == 0 ? padded(row.get(i), width) : rightAligned(row.get(i), width + 2));
            }
            out.append('\n');
        }
    }

    static String rightAligned(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
