package dev.vigil.bench.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever has to choose a relay: what does it carry, and what does it cost? {@code work=bulk} keeps some
 * connections full for the whole time: throughput, and {@code cpu}, the CPU seconds that the relay's processes take for a GiB.
 * {@code work=connect} makes short connections, some at a time, with a byte to and a byte fro: connections in a second, and
 * {@code cpu}, the microseconds for each. The same load in a process of its own for all; it takes more than half of two
 * processors itself, so on a small machine the cost is the surer figure of the two. Ours has one loop as {@code relay}, two as
 * {@code relay-2}; HAProxy one thread; nginx one worker; Netty one event loop; socat a process for each connection.
 */
final class Relaying extends ProxyScenario {
    private static final String BULK = "bulk";
    private static final int CHUNK = 256;
    private static final double NANOS_PER_MICRO = 1e3;

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String question() {
        return "How much does a relay carry, and what does it cost?";
    }

    @Override
    public Unit unit() {
        return Unit.rate("MiB/s");
    }

    @Override
    public Unit unit(Parameters parameters) {
        return isBulk(parameters) ? unit() : Unit.rate("connections/s");
    }

    private static boolean isBulk(Parameters parameters) {
        return parameters.word("work").equals(BULK);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.choice(
                        "work", "large transfers or short connections", List.of(BULK, "connect"), BULK, "connect"),
                streams(8),
                backend(),
                buffer());
    }

    @Override
    public String workName(Parameters parameters) {
        return isBulk(parameters) ? "flow" : "connects";
    }

    @Override
    Map<String, String> load(Parameters parameters) {
        return isBulk(parameters) ? Map.of("chunk", Integer.toString(CHUNK)) : Map.of();
    }

    @Override
    public List<String> shownCounters() {
        return List.of("cpu", "allocated");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        Map<String, Double> counters = new LinkedHashMap<>();
        long events = outcome.number("events");
        if (isBulk(parameters)) {
            outcome.find("cpu").ifPresent(cpu -> counters.put("cpu", cpu / NANOS_PER_SECOND / (events / GIB)));
            outcome.find("allocated").ifPresent(bytes -> counters.put("allocated", bytes / (events / GIB)));
            return new Figure(mibPerSecond(outcome, "bytes"), counters);
        }
        outcome.expect("served", events);
        outcome.find("cpu").ifPresent(cpu -> counters.put("cpu", cpu / NANOS_PER_MICRO / events));
        outcome.find("allocated").ifPresent(bytes -> counters.put("allocated", bytes / events));
        return new Figure(events / (outcome.number("nanos") / NANOS_PER_SECOND), counters);
    }
}
