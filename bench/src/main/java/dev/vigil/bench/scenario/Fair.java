package dev.vigil.bench.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of one user among many: do I get what my neighbour gets? With {@code greedy=0} all senders send as much as is
 * taken, and the figure is Jain's index of what came out of each stream: 1 if it was the same for all, 1/n if one got
 * everything. With {@code greedy=1} one of them does that, in pieces of 1 MiB, while all others send at a modest rate; the figure
 * is the index of those others, and {@code kept} which part of their rate they kept: an index of 1 could also mean that all
 * are starved alike. {@code throughput} is that of all streams, and {@code greedy} that of the greedy one, in MiB/s.
 */
final class Fair extends ProxyScenario {
    private static final int GREEDY_CHUNK = 1024;

    @Override
    public String name() {
        return "fair";
    }

    @Override
    public String question() {
        return "Does everybody get the same, of equal senders, and beside a greedy one?";
    }

    @Override
    public Unit unit() {
        return Unit.share("Jain's index");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                streams(64),
                Parameter.number("greedy", "how many of them send without limit while the others don't", 0, 1, 0, 1),
                Parameter.number(
                        "rate", "of each of those others, in KiB/s; without greedy there is no limit", 1, 1 << 20),
                backend(),
                buffer());
    }

    @Override
    public String problem(Parameters parameters) {
        if (parameters.number("greedy") == 0) {
            return parameters.has("rate")
                    ? "rate=" + parameters.word("rate") + ": equal senders have none; it goes with greedy=1"
                    : super.problem(parameters);
        }
        return parameters.number("streams") > 1
                ? super.problem(parameters)
                : "streams=1 greedy=1: there is nobody beside the greedy one";
    }

    @Override
    Map<String, String> load(Parameters parameters) {
        Map<String, String> load = new LinkedHashMap<>();
        if (parameters.number("greedy") == 1) {
            load.put("chunk", Integer.toString(GREEDY_CHUNK));
            if (!parameters.has("rate")) {
                load.put("rate", "1024");
            }
        }
        return load;
    }

    @Override
    public List<String> shownCounters() {
        return List.of("throughput", "kept", "greedy");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        Map<String, Double> counters = new LinkedHashMap<>();
        counters.put("throughput", mibPerSecond(outcome, "bytes"));
        outcome.find("kept").ifPresent(kept -> counters.put("kept", kept));
        if (outcome.find("greed").isPresent()) {
            counters.put("greedy", mibPerSecond(outcome, "greed"));
        }
        return new Figure(
                outcome.find("jain").orElseThrow(() -> new LostEventsException("the load reported no index")),
                counters);
    }
}
