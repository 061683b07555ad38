package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.flow.PipelineWork;
import dev.vigil.bench.proxy.ProxyContenders;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.worker.Limits;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever has to size a buffer, and of Warner's mail: how deep must a pipeline be, so that the path is never
 * idle? A source sends at the path's rate for as long as anything is taken. The far end takes in windows: once in each round
 * trip it takes what had been sent by then, all at once, and nothing until that window's acknowledgement has gone all the way. In
 * between the source can go on only as far as there is room, and that is the relay's buffer: its depth is the pipeline's. What
 * lies in sockets counts along; they have the smallest buffers that the kernel allows, these are measured at the
 * start, and the contender {@code formula} (what Warner's arithmetic says) adds them to the depth. {@code held} is what
 * lay there when the far end took, in KiB; {@code idle} the part of a round trip, in milliseconds, in which the path was idle.
 * What is modelled is the waiting, not a network: no loss, no slow start, and the source learns at once that there is room.
 */
final class Pipeline implements Scenario {
    private static final double MIB = 1 << 20;
    private static final double KIB = 1024;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS = 1e3;

    /** Of each stream: both ends of two connections. */
    private static final int DESCRIPTORS = 4;

    private static final int RESERVED = 64;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String question() {
        return "How deep must a relay's buffer be, so that a path with a delay is never idle?";
    }

    @Override
    public Unit unit() {
        return Unit.rate("MiB/s");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("depth", "the relay's buffer, in KiB", 1, 1 << 18, 4, 16, 64, 256, 1024, 4096),
                Parameter.number("delay", "the round trip, in ms", 1, 10_000, 20),
                Parameter.number("rate", "of the path, in MiB/s", 1, 1 << 12, 16),
                Parameter.number("streams", "that share the path, a buffer each", 1, PairScenario.MOST, 1));
    }

    @Override
    public String problem(Parameters parameters) {
        int most = (Limits.descriptors() - RESERVED) / DESCRIPTORS;
        return parameters.number("streams") <= most
                ? null
                : Limits.tooMany("streams=" + parameters.word("streams"), most, "four");
    }

    @Override
    public Contenders contenders() {
        return ProxyContenders.oursAndFormula();
    }

    @Override
    public int roundMillis() {
        return 1000;
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return workers.session(contender, name(), parameters.sent());
    }

    @Override
    public Workload workload(String contender, Request request) {
        return new PipelineWork(ProxyContenders.joints(contender), request);
    }

    @Override
    public List<String> shownCounters() {
        return List.of("idle", "held");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        double formula = outcome.find("formula").orElseThrow(() -> new LostEventsException("no formula was reported"));
        double delay = parameters.number("delay");
        double rate = parameters.number("rate") * MIB;
        Map<String, Double> counters = new LinkedHashMap<>();
        double bytesPerSecond = formula;
        if (outcome.find("bytes").isPresent()) {
            bytesPerSecond = outcome.number("bytes") / (outcome.number("nanos") / NANOS_PER_SECOND);
            counters.put("held", outcome.number("held") / KIB);
            counters.put("idle", Math.max(0, delay * (1 - bytesPerSecond / rate)));
        } else {
            counters.put("held", parameters.number("depth") + outcome.number("kernel") / KIB);
            counters.put("idle", outcome.find("formula-idle").orElse(Double.NaN) * MILLIS);
        }
        return new Figure(bytesPerSecond / MIB, counters);
    }
}
