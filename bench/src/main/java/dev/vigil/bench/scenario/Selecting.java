package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.echo.EchoSession;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.selecting.SelectorContenders;
import dev.vigil.bench.selecting.SelectorWork;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The question of whoever runs an application of selectors that is to be left as it is: what changes if its selectors wait with another
 * backend? {@code set} and {@code consumer} select those that are ready, {@code change} takes the interest of {@code active} quiet
 * ones back and sets it again, {@code register} cancels them and registers them anew, each with a selection after either; {@code
 * wakeup} is a wake-up and the selection that it ends. {@code netty} is the echo of Netty's NIO transport on one thread, with a client
 * in a process of its own. {@code cpu} is that of all threads, {@code allocated} the bytes that the selecting thread allocates (for
 * {@code netty} all threads), both for each unit of work.
 */
final class Selecting implements Scenario {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST = 20_000;
    private static final String NETTY = "netty";
    private static final String WAKEUP = "wakeup";
    private static final Set<String> OF_NETTY = Set.of("work", "connections", "idle");

    @Override
    public String name() {
        return "selector";
    }

    @Override
    public String question() {
        return "What does an unmodified application of java.nio.channels.Selector gain from another backend?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns");
    }

    @Override
    public Unit unit(Parameters parameters) {
        return switch (parameters.word("work")) {
            case NETTY -> Unit.rate("requests/s");
            case "change" -> Unit.cost("ns/change to and fro");
            case WAKEUP -> Unit.cost("ns/wake-up and select");
            case "register" -> Unit.cost("ns/register and cancel");
            default -> Unit.cost("ns/event");
        };
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.choice(
                        "work",
                        "what the application does",
                        List.of("set", "consumer", "change", WAKEUP, "register", NETTY),
                        "set",
                        "consumer",
                        "change",
                        WAKEUP,
                        "register"),
                PairScenario.watched(1000, PairScenario.MANY),
                PairScenario.active("channels that are ready, or changed in each turn", 100, 1000),
                Parameter.number("connections", "of Netty, that talk", 1, MOST, 1, 100, 1000),
                Parameter.number("idle", "of Netty, that don't", 0, MOST, 0, 5000));
    }

    @Override
    public boolean means(Parameters parameters, String name) {
        String work = parameters.word("work");
        if (work.equals(NETTY)) {
            return OF_NETTY.contains(name);
        }
        return name.equals("work") || name.equals("watched") || (name.equals("active") && !work.equals(WAKEUP));
    }

    @Override
    public String problem(Parameters parameters) {
        if (parameters.word("work").equals(NETTY)) {
            return Echo.problemOf(parameters);
        }
        return PairScenario.problemOf(parameters, 0);
    }

    @Override
    public Contenders contenders() {
        return SelectorContenders.find();
    }

    @Override
    public boolean takes(String contender) {
        return SelectorContenders.isOne(contender);
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Workload workload(String contender, Request request) {
        return new SelectorWork(contender, request);
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        if (parameters.word("work").equals(NETTY)) {
            return new EchoSession("netty-echo", workers.process(contender), workers.startHelper(), parameters.sent());
        }
        // The work is part of what this worker is asked for.
        return workers.session(contender, name(), parameters.values());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("cpu", "allocated");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long units = outcome.number("events");
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String each : new String[] {"cpu", "allocated"}) {
            outcome.find(each).ifPresent(value -> counters.put(each, value / units));
        }
        if (!parameters.word("work").equals(NETTY)) {
            return new Figure((double) outcome.number("nanos") / units, counters);
        }
        outcome.expect("count", units);
        counters.putAll(outcome.percentiles());
        return new Figure(units / (outcome.number("nanos") / NANOS_PER_SECOND), counters);
    }
}
