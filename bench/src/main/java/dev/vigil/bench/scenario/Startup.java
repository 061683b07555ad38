package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever writes a tool that runs for a second: how long from starting the JVM until its first event? Each
 * round is a fresh JVM, from the start of its process until it has told that it handled an event; {@code binding} is what
 * the first native call takes, and {@code open} what opening the first source takes.
 */
final class Startup implements Scenario {
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String question() {
        return "How long does a fresh JVM take until its first event, and which part of it is binding native code?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ms");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public boolean takes(String contender) {
        return Contenders.isVigil(contender) || contender.equals("jdk");
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) {
        return new StartupSession(contender);
    }

    @Override
    public List<String> shownCounters() {
        return List.of("main", "binding", "open");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        outcome.expect("events", 1);
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String part : new String[] {"main", "binding", "open"}) {
            counters.put(part, outcome.number(part) / NANOS_PER_MILLI);
        }
        return new Figure(outcome.number("nanos") / NANOS_PER_MILLI, counters);
    }
}
