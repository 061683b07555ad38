package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.run.CaseRounds;
import dev.vigil.bench.scenario.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Makes results of rounds: medians and spreads, and comparisons that are made round by round before their median is taken. */
public final class Results {
    private final CaseRounds rounds;
    private final String reference;

    private Results(CaseRounds rounds, String against) {
        this.rounds = rounds;
        this.reference = against != null && rounds.figures().containsKey(against) ? against : bestPeer();
    }

    /** One result for each contender; {@code against} is whom ratios are with, or null for the best peer. */
    public static List<Result> of(CaseRounds rounds, String against) {
        Results results = new Results(rounds, against);
        List<Result> all = new ArrayList<>();
        for (String contender : rounds.figures().keySet()) {
            if (!rounds.figures().get(contender).isEmpty()) {
                all.add(results.result(contender));
            }
        }
        return all;
    }

    private Result result(String contender) {
        List<Figure> figures = rounds.figures().get(contender);
        Spread spread = Spread.of(figures.stream().map(Figure::value).toList());
        Map<String, Double> counters = counters(figures);
        addComparisons(contender, figures.size(), counters);
        return new Result(
                rounds.scenario().name(),
                contender,
                typed(rounds.parameters().values()),
                rounds.unit().name(),
                Spread.rounded(spread.median()),
                Spread.rounded(spread.low()),
                Spread.rounded(spread.high()),
                figures.size(),
                counters);
    }

    private static Map<String, Double> counters(List<Figure> figures) {
        Map<String, Double> counters = new TreeMap<>();
        for (String name : figures.get(0).counters().keySet()) {
            double[] values = figures.stream()
                    .mapToDouble(figure -> figure.counters().getOrDefault(name, Double.NaN))
                    .toArray();
            counters.put(name, Spread.rounded(Spread.median(values)));
        }
        return new LinkedHashMap<>(counters);
    }

    private void addComparisons(String contender, int count, Map<String, Double> counters) {
        if (reference != null && isPositive(reference)) {
            put(
                    counters,
                    Result.RATIO,
                    count,
                    round -> rounds.unit().isRate()
                            ? value(reference, round) / value(contender, round)
                            : value(contender, round) / value(reference, round));
        }
        if (hasFloor(contender)) {
            put(counters, Result.OVER_FLOOR, count, round -> overFloor(contender, round));
            if (reference != null && hasFloor(reference) && rank(reference) > 0) {
                put(
                        counters,
                        Result.OVER_FLOOR_RATIO,
                        count,
                        round -> overFloor(contender, round) / overFloor(reference, round));
            }
        }
    }

    private static void put(Map<String, Double> counters, String name, int count, IntToDoubleFunction formula) {
        double median =
                Spread.median(IntStream.range(0, count).mapToDouble(formula).toArray());
        if (Double.isFinite(median)) {
            counters.put(name, Spread.rounded(median));
        }
    }

    private double value(String contender, int round) {
        List<Figure> figures = rounds.figures().get(contender);
        return figures.get(Math.min(round, figures.size() - 1)).value();
    }

    /** Costs have a floor; rates have none. */
    private boolean hasFloor(String contender) {
        return rounds.scenario().isOverFloor()
                && !rounds.unit().isRate()
                && Contenders.side(contender) != Side.FLOOR
                && rounds.figures().containsKey(Contenders.floorOf(contender));
    }

    private double overFloor(String contender, int round) {
        return value(contender, round) - value(Contenders.floorOf(contender), round);
    }

    /** The peer whose median is best, over the floor where that is what counts; null if there is none. */
    private String bestPeer() {
        return rounds.figures().keySet().stream()
                .filter(name -> Contenders.side(name) == Side.PEER)
                .filter(name -> !rounds.figures().get(name).isEmpty())
                .min(Comparator.comparingDouble(this::rank))
                .orElse(null);
    }

    /** A slope may be flat or fall; a multiple of that says nothing. */
    private boolean isPositive(String contender) {
        return rounds.figures().get(contender).stream().allMatch(figure -> figure.value() > 0);
    }

    private double rank(String contender) {
        int count = rounds.figures().get(contender).size();
        double median = Spread.median(IntStream.range(0, count)
                .mapToDouble(round -> hasFloor(contender) ? overFloor(contender, round) : value(contender, round))
                .toArray());
        return rounds.unit().isRate() ? -median : median;
    }

    private static Map<String, Object> typed(Map<String, String> values) {
        Map<String, Object> typed = new LinkedHashMap<>();
        values.forEach((name, value) -> typed.put(name, typed(value)));
        return typed;
    }

    private static Object typed(String value) {
        if (value.matches("-?\\d{1,18}")) {
            return Long.valueOf(value);
        }
        return value.matches("-?\\d+\\.\\d+") ? (Object) Double.valueOf(value) : value;
    }
}
