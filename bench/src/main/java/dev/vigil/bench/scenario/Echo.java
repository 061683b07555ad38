package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.echo.EchoContenders;
import dev.vigil.bench.echo.EchoServerWork;
import dev.vigil.bench.echo.EchoSession;
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
 * The question of Banga and Mogul: what is left of a server's throughput when thousands of connections sit idle beside those
 * that talk? Messages of 64 bytes go to and fro over TCP on loopback, one under way on each connection. Server and client
 * are processes of their own, with one thread each; the client is the same for all servers. {@code cpu} is the nanoseconds that the
 * server's process takes for a message, {@code allocated} the bytes.
 */
final class Echo implements Scenario {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST = 20_000;

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String question() {
        return "How many echoes over TCP in a second, with and without thousands of idle connections?";
    }

    @Override
    public Unit unit() {
        return Unit.rate("requests/s");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("connections", "connections that talk", 1, MOST, 1, 100, 1000),
                Parameter.number("idle", "connections that don't", 0, MOST, 0, 8000));
    }

    @Override
    public Contenders contenders() {
        return EchoContenders.find();
    }

    @Override
    public String problem(Parameters parameters) {
        return problemOf(parameters);
    }

    /** Whether so many connections can be had. */
    static String problemOf(Parameters parameters) {
        long needed = parameters.number("connections") + parameters.number("idle") + 64;
        int limit = Limits.descriptors();
        return needed <= limit
                ? null
                : parameters + " needs " + needed + " descriptors on each side, but this machine's limit is " + limit;
    }

    @Override
    public boolean takes(String contender) {
        return Contenders.isVigil(contender) || contender.equals("jdk") || contender.startsWith("netty");
    }

    @Override
    public Workload workload(String contender, Request request) {
        return new EchoServerWork(contender);
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return new EchoSession(name(), workers.process(contender), workers.startHelper(), parameters.values());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("cpu", "allocated", "p50", "p99");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long echoes = outcome.number("events");
        outcome.expect("count", echoes);
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String each : new String[] {"cpu", "allocated"}) {
            outcome.find(each).ifPresent(value -> counters.put(each, value / echoes));
        }
        counters.putAll(outcome.percentiles());
        return new Figure(echoes / (outcome.number("nanos") / NANOS_PER_SECOND), counters);
    }
}
