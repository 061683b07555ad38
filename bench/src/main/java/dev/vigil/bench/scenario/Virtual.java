package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.virtual.VirtualContenders;
import dev.vigil.bench.virtual.VirtualWork;
import dev.vigil.bench.worker.Limits;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever has a thread for each line: how many messages of 64 bytes go to and fro between pairs of threads that
 * wait in a blocking read, and what does one cost? {@code vigil} reads raw descriptors on virtual threads, {@code jdk} the JDK's
 * channels on virtual threads, {@code platform} these on platform threads. {@code cpu} is that of the process for each message,
 * {@code p50} and {@code p99} are of the way to and fro, and {@code stall} is how long an unrelated thread waits until it runs, while all
 * others wait to read.
 */
final class Virtual implements Scenario {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int RESERVED = 200;

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String question() {
        return "How many messages go between virtual threads that wait for any descriptor, and does one of them hold up the rest?";
    }

    @Override
    public Unit unit() {
        return Unit.rate("messages/s");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("threads", "that talk, in pairs", 2, 1_000_000, 100, 1000, 10_000),
                Parameter.choice("kind", "of line", List.of("pipe", "unix", "tcp"), "pipe", "unix", "tcp"));
    }

    @Override
    public int roundMillis() {
        return 500;
    }

    @Override
    public String problem(Parameters parameters) {
        int each = parameters.word("kind").equals("pipe") ? 2 : 1;
        int most = (Limits.descriptors() - RESERVED) / each;
        return parameters.number("threads") <= most
                ? null
                : Limits.tooMany("threads=" + parameters.word("threads"), most, each == 2 ? "two" : "one");
    }

    @Override
    public Contenders contenders() {
        return VirtualContenders.find();
    }

    @Override
    public boolean takes(String contender) {
        return VirtualContenders.isOne(contender);
    }

    @Override
    public boolean takes(String contender, Parameters parameters) {
        return takes(contender) && VirtualContenders.takes(contender, parameters.number("threads"));
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Workload workload(String contender, Request request) {
        return new VirtualWork(contender, request);
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return workers.session(contender, name(), parameters.sent());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("cpu", "p50", "p99", "stall");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long messages = outcome.number("events");
        outcome.expect("count", messages / 2);
        Map<String, Double> counters = new LinkedHashMap<>();
        counters.put("cpu", (double) outcome.number("cpu") / messages);
        for (String each : new String[] {"p50", "p99", "stall"}) {
            counters.put(each, (double) outcome.number(each));
        }
        return new Figure(messages / (outcome.number("nanos") / NANOS_PER_SECOND), counters);
    }
}
