package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.herd.Mode;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever has many threads accept from one address: what does connect() cost its caller, how many are woken for
 * nothing, and who gets the connections? After M. Majkowski (connect() pays for everybody who waits, and again for each
 * duplicate of the listener) and P. Harman (who is first in the queue gets everything).
 */
final class Herd implements Scenario {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int MOST_WAITERS = 4096;

    /** Every source takes two descriptors, and every duplicate of the listener one. */
    private static final int MOST_DUPLICATES = 1024;

    @Override
    public String name() {
        return "herd";
    }

    @Override
    public String question() {
        return "What does connect() cost with many waiters at one address, who is woken, and who gets the connections?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("us/connect");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("waiters", "threads, each with a source", 1, MOST_WAITERS, 1, 16, 128, 1024),
                Parameter.choice(
                        "mode",
                        "how they share the address",
                        Mode.names(),
                        Mode.names().toArray()),
                Parameter.number("duplicates", "of the listener, in each source", 1, MOST_DUPLICATES, 1),
                Parameter.number("every", "accepts between two rotations", 1, 1_000_000));
    }

    @Override
    public String problem(Parameters parameters) {
        if (parameters.word("mode").equals(Mode.REUSEPORT.toString()) && parameters.number("duplicates") > 1) {
            return "with mode=reuseport every waiter has a listener of its own: duplicates must be 1";
        }
        return null;
    }

    @Override
    public boolean takes(String contender) {
        return List.of("nio", "poll", "epoll").contains(contender) && Contenders.isVigil(contender);
    }

    /** All show the herd; what heals it is shown on epoll, which has everything. */
    @Override
    public boolean takes(String contender, Parameters parameters) {
        boolean herd = parameters.word("mode").equals(Mode.LEVEL.toString());
        boolean possible = !contender.equals("nio") || parameters.number("duplicates") == 1;
        return takes(contender) && possible && (herd || contender.equals("epoll"));
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return new HerdSession(
                contender,
                parameters.word("mode"),
                parameters.word("waiters"),
                parameters.word("duplicates"),
                parameters.has("every") ? parameters.word("every") : "1");
    }

    @Override
    public List<String> shownCounters() {
        return List.of("p99", "wakeupsPerConnection", "busiestOverMean", "unused", "acceptsPerSecond");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        double connections = outcome.number("connections");
        outcome.expect("accepted", outcome.number("connections"));
        Map<String, Double> counters = new LinkedHashMap<>();
        counters.put("p99", outcome.number("p99") / NANOS_PER_MICRO);
        counters.put("wakeupsPerConnection", outcome.number("wakeups") / connections);
        counters.put("futileWakeups", outcome.number("futile") / connections);
        counters.put("busiestOverMean", outcome.number("busiest") * parameters.number("waiters") / connections);
        counters.put("unused", (double) outcome.number("unused"));
        counters.put("acceptsPerSecond", (double) outcome.number("flood"));
        return new Figure(outcome.number("p50") / NANOS_PER_MICRO, counters);
    }
}
