package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The question of whoever would let descriptors migrate: what happens when the busy ones become others? Every second all of
 * them do. {@code set}: a set of descriptors that are always ready, nothing is read, so it is the pure cost of an event.
 * {@code zipf}: in each turn some are drawn from all, with a weight of 1 over their rank, and read; every second the ranks are dealt
 * out anew. The cost is processor time of all polling threads. Back is when it is at most 1.2 times the steady one.
 */
final class Drift extends PairScenario {
    @Override
    public String name() {
        return "drift";
    }

    @Override
    public String question() {
        return "What does an event cost when the busy descriptors become others, and how long until it is cheap again?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/event");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(MANY),
                Parameter.choice("pattern", "who is active", List.of("set", "zipf"), "set", "zipf"),
                active("in the set, or drawn in each turn", 95),
                Parameter.number(
                        "period", "nanoseconds from one move to the next", DriftWork.SHORTEST, DriftWork.LONGEST),
                seed(),
                kind());
    }

    @Override
    public String problem(Parameters parameters) {
        String problem = super.problem(parameters);
        if (problem == null
                && parameters.has("active")
                && parameters.has("watched")
                && 2 * parameters.number("active") > parameters.number("watched")) {
            return "active=" + parameters.word("active") + " of watched=" + parameters.word("watched")
                    + ": at most half can be active, for the others to be those they move to";
        }
        return problem;
    }

    @Override
    public boolean takes(String contender) {
        return Mechanisms.create(contender).isWatching();
    }

    @Override
    public List<String> shownCounters() {
        return List.of("steady", "back ms", "scanned");
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new DriftWork(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        List<DriftCurve> curves = DriftCurve.parse(outcome.text("windows"));
        long period = parameters.has("period") ? parameters.number("period") : DriftWork.PERIOD;
        Map<String, Double> counters = new LinkedHashMap<>(outcome.countersPer(outcome.number("events")));
        counters.put("steady", median(curves, DriftCurve::steady));
        counters.put("back ms", median(curves, DriftCurve::backMillis));
        counters.putAll(curves.get(0).parts(period));
        return new Figure(median(curves, DriftCurve::mean), counters);
    }

    private static double median(List<DriftCurve> curves, ToDoubleFunction<DriftCurve> figure) {
        double[] values = curves.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
