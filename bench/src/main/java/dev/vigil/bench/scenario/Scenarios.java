package dev.vigil.bench.scenario;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios, in the order in which they are shown: one line each. */
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            new Ready(),
            new Ring(),
            new Scale(),
            new Busy(),
            new Churn(),
            new WakeUp(),
            new Timeout(),
            new Echo(),
            new Gooch(),
            new Herd(),
            new Drift(),
            new Accept(),
            new Startup());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /** What workers can be asked to do: the scenarios, and what serves them. */
    public static List<Scenario> inWorkers() {
        return Stream.concat(ALL.stream(), Stream.of(new EchoLoad())).toList();
    }

    /** The scenario with this name, or null. */
    public static Scenario find(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findAny()
                .orElse(null);
    }
}
