package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What the figures mean for the choice of a backend, in plain words: the one to take, and by what factor. */
public final class Advice {
    private static final double LITTLE = 0.1;
    private static final double MUCH = 0.5;
    private static final double SAME = 1.05;

    private Advice() {}

    /** One sentence for each question that the report has an answer to. */
    public static List<String> of(Report report) {
        List<Column> columns = Column.of(report);
        List<String> advice = new ArrayList<>();
        add(advice, "Many idle descriptors", columns, Advice::isManyIdle);
        add(advice, "Few busy ones", columns, column -> column.scenario().equals("busy") && share(column) <= LITTLE);
        add(advice, "Many busy ones", columns, Advice::isManyBusy);
        add(advice, "Frequent changes", columns, Advice::isApplied);
        return advice;
    }

    /** Few active ones among thousands. */
    private static boolean isManyIdle(Column column) {
        boolean ready = column.scenario().equals("ready")
                || "ready".equals(column.parameters().get("work"));
        return ready && number(column, "watched") >= 5000 && number(column, "active") <= number(column, "watched") / 50;
    }

    /** Half or more of the descriptors that are watched. */
    private static boolean isManyBusy(Column column) {
        return column.scenario().equals("busy")
                ? share(column) >= MUCH
                : column.scenario().equals("ready") && number(column, "active") >= MUCH * number(column, "watched");
    }

    /** Changes that a wait follows: put off they would cost nothing, and do nothing. */
    private static boolean isApplied(Column column) {
        return column.scenario().equals("churn") && number(column, "apply") == 1;
    }

    private static double share(Column column) {
        return number(column, "share");
    }

    private static double number(Column column, String name) {
        return column.parameters().get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static void add(List<String> advice, String question, List<Column> columns, Predicate<Column> answers) {
        columns.stream().filter(answers).forEach(column -> {
            List<Result> backends = column.results().stream()
                    .filter(result -> Contenders.side(result.contender()) == Side.VIGIL)
                    .sorted(Comparator.comparingDouble(column::shown))
                    .toList();
            if (backends.size() > 1) {
                advice.add(question + " (" + column.title() + "): " + sentence(column, backends));
            }
        });
    }

    private static String sentence(Column column, List<Result> backends) {
        Result best = backends.get(0);
        Result second = backends.get(1);
        Result worst = backends.get(backends.size() - 1);
        if (column.shown(best) <= 0) {
            return "these figures lie in the noise; measure again, with more rounds, on a machine that does nothing else.";
        }
        StringBuilder out = new StringBuilder("take ").append(best.contender());
        out.append(", at ")
                .append(Texts.number(column.shown(best)))
                .append(' ')
                .append(column.shownUnit())
                .append("; ");
        double lead = factor(column, second, best);
        boolean level = lead < SAME || second.low() <= best.high();
        out.append(level ? "level with " : times(lead)).append(second.contender());
        if (!worst.equals(second)) {
            out.append(", ").append(times(factor(column, worst, best))).append(worst.contender());
        }
        String ratio = column.ratio(best);
        if (!ratio.isEmpty()) {
            out.append(" (").append(ratio).append(" of the best peer)");
        }
        return out.append('.').toString();
    }

    private static String times(double factor) {
        return Double.isFinite(factor) && factor > 0 ? Texts.number(factor) + " times cheaper than " : "cheaper than ";
    }

    private static double factor(Column column, Result dear, Result cheap) {
        double price = column.shown(cheap);
        return price > 0 ? column.shown(dear) / price : Double.POSITIVE_INFINITY;
    }
}
