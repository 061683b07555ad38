package dev.vigil.bench.report;

import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One case with all its contenders: a column of the overview.
 *
 * @param scenario its name
 * @param parameters the case
 * @param unit of the figures
 * @param results in the order of the contenders
 */
record Column(String scenario, Map<String, Object> parameters, String unit, List<Result> results) {
    /** The cases of a report, in their order. */
    static List<Column> of(Report report) {
        Map<List<Object>, List<Result>> cases = new LinkedHashMap<>();
        for (Result result : report.results()) {
            cases.computeIfAbsent(
                            List.of(result.scenario(), result.parameters(), result.unit()), key -> new ArrayList<>())
                    .add(result);
        }
        return cases.values().stream()
                .map(results -> new Column(
                        results.get(0).scenario(),
                        results.get(0).parameters(),
                        results.get(0).unit(),
                        List.copyOf(results)))
                .toList();
    }

    /** Whether what is shown is what goes beyond the floor. */
    boolean isOverFloor() {
        return results.stream().anyMatch(result -> result.counters().containsKey(Result.OVER_FLOOR));
    }

    /** What is shown of a result: its cost over the floor where that is what counts. */
    double shown(Result result) {
        return result.counters().getOrDefault(Result.OVER_FLOOR, result.median());
    }

    /** Whether figures are parts of what would be best: none is too small to be shown, and no axis is logarithmic. */
    boolean isShare() {
        Scenario found = Scenarios.find(scenario);
        return found != null && found.unit().isShare();
    }

    /** The comparison that goes with {@link #shown}; empty for the floor itself. */
    String ratio(Result result) {
        if (isOverFloor() && Contenders.side(result.contender()) == Side.FLOOR) {
            return "floor";
        }
        Double ratio = result.counters().get(isOverFloor() ? Result.OVER_FLOOR_RATIO : Result.RATIO);
        return ratio == null ? "" : Texts.ratio(ratio);
    }

    Result find(String contender) {
        return results.stream()
                .filter(result -> result.contender().equals(contender))
                .findFirst()
                .orElse(null);
    }

    /** Such as {@code 1000/100}. */
    String shortCase() {
        return parameters.values().stream().map(String::valueOf).collect(Collectors.joining("/"));
    }

    String title() {
        return (scenario + " " + results.get(0).caseName()).trim();
    }

    String shownUnit() {
        return isOverFloor() ? unit + " over the floor" : unit;
    }
}
