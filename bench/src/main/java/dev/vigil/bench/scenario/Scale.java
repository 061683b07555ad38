package dev.vigil.bench.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of Banga and Mogul, and of C10K after them: how does the cost grow with descriptors that do nothing? The work
 * of {@code ready} or {@code ring} with few active descriptors among ever more. The slope, by least squares, says what
 * 1,000 further idle descriptors add to each event.
 */
final class Scale implements Scenario {
    private static final List<Scenario> WORKS = List.of(new Ready(), new Ring());

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String question() {
        return "How does the cost of ready and of ring grow with the number of idle descriptors?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/event");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.choice("work", "what is done", List.of("ready", "ring"), "ready", "ring"),
                PairScenario.watched(100, 300, 1000, 3000, PairScenario.MANY),
                PairScenario.active("descriptors that are ready, or tokens", 10),
                PairScenario.kind(),
                PairScenario.waits());
    }

    @Override
    public String problem(Parameters parameters) {
        return work(parameters).problem(parameters);
    }

    @Override
    public String workName(Parameters parameters) {
        return parameters.word("work");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        return work(parameters).figure(parameters, outcome);
    }

    private static Scenario work(Parameters parameters) {
        String name = parameters.word("work");
        return WORKS.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Override
    public Map<Parameters, Derived> derived(List<Parameters> cases) {
        Map<Parameters, Derived> slopes = new LinkedHashMap<>();
        for (Parameters each : cases) {
            Parameters fixed = each.without("watched");
            List<Parameters> line = cases.stream()
                    .filter(other -> other.without("watched").equals(fixed))
                    .toList();
            if (line.size() > 1) {
                double[] thousands = line.stream()
                        .mapToDouble(point -> point.number("watched") / 1000.0)
                        .toArray();
                slopes.put(
                        fixed,
                        new Derived(
                                Unit.cost("ns/event per 1,000 watched"), line, figures -> slope(thousands, figures)));
            }
        }
        return slopes;
    }

    /** The slope of the line through these points that has the least squares. */
    static double slope(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return above / below;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
