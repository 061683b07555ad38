package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of Gooch's paper of 1998, which he answered by arithmetic: many descriptors are watched, five of them become
 * ready in each 10 ms, and what share of a processor goes into finding them? {@code local} draws them from a hot set of 50,
 * {@code uniform} from all. The poller really blocks between events, which is what makes a large array dear: the kernel
 * enters all of it into wait queues each time.
 */
final class Gooch extends PairScenario {
    @Override
    public String name() {
        return "gooch";
    }

    @Override
    public String question() {
        return "What share of a processor goes into finding 5 active descriptors in each 10 ms?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("% of a CPU");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(1000, MANY),
                Parameter.choice(
                        "pattern",
                        "drawn from the hot ones or from all",
                        List.of("local", "uniform"),
                        "local",
                        "uniform"),
                active("events in a slice"),
                Parameter.number("hot", "descriptors in the hot set", 1, MOST),
                Parameter.number("slice", "its length in nanoseconds", 1000, 1_000_000_000),
                seed(),
                kind());
    }

    @Override
    public boolean takes(String contender) {
        return Mechanisms.create(contender).isWatching();
    }

    @Override
    public List<String> shownCounters() {
        return List.of("scanned", "waits");
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new GoochWork(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long slices = outcome.number("iterations");
        long active = parameters.has("active") ? parameters.number("active") : GoochWork.ACTIVE;
        outcome.expect("events", slices * active);
        double percent =
                100.0 * outcome.find("share").orElseThrow(() -> new LostEventsException("a worker reported no share"));
        Map<String, Double> counters = new LinkedHashMap<>(outcome.countersPer(slices));
        return new Figure(percent, counters);
    }
}
