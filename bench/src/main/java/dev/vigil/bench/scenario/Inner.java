package dev.vigil.bench.scenario;

import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Work that serves a scenario and is none: nothing that a user asks for, but a worker can be asked to.
 *
 * @param name in the protocol
 * @param work makes it, of the contender's name and the request
 */
record Inner(String name, BiFunction<String, Request, Workload> work) implements Scenario {
    @Override
    public String question() {
        return "none: it serves another scenario";
    }

    @Override
    public Unit unit() {
        throw new UnsupportedOperationException(name + " has no figure");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public boolean takes(String contender) {
        return false;
    }

    @Override
    public Workload workload(String contender, Request request) {
        return work.apply(contender, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        throw new UnsupportedOperationException(name + " has no figure");
    }
}
