package dev.vigil.bench.scenario;

import dev.vigil.bench.herd.HerdMain;
import dev.vigil.bench.herd.Mode;
import dev.vigil.bench.herd.Setting;
import dev.vigil.bench.report.Result;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.worker.Limits;
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
    private static final List<String> CONTENDERS = List.of("nio", "poll", "epoll");
    private static final int MOST_WAITERS = 4096;
    private static final int MOST_DUPLICATES = 1024;
    private static final int MOST_PROCESSES = 64;

    /** As an acceptor's is. */
    private static final int USUAL_EVERY = 16;

    /** A source takes two, and perhaps there is a listener for each. */
    private static final int DESCRIPTORS_EACH = 3;

    private static final int RESERVED = 64;

    /** As many are reported; among more than these nobody's share is told from another's in a chart. */
    private static final int MOST_SHARES = 16;

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
                Parameter.number("every", "accepts that make a rotation due", 1, 1_000_000),
                Parameter.number(
                        "processes", "that inherit the listener, with so many waiters in each", 1, MOST_PROCESSES));
    }

    @Override
    public String problem(Parameters parameters) {
        String mode = parameters.word("mode");
        long waiters = parameters.number("waiters");
        long duplicates = parameters.number("duplicates");
        if (mode.equals(Mode.REUSEPORT.toString()) && duplicates > 1) {
            return "with mode=reuseport every waiter has a listener of its own: duplicates must be 1";
        }
        if (parameters.has("processes")) {
            long all = waiters * parameters.number("processes");
            if (!Mode.namesInProcesses().contains(mode)) {
                return "with processes, mode=" + mode + " must be one of " + String.join(", ", Mode.namesInProcesses());
            }
            if (all > MOST_WAITERS) {
                return all + " waiters in all processes together must be at most " + MOST_WAITERS;
            }
        }
        long needed = waiters * DESCRIPTORS_EACH + duplicates + RESERVED;
        int limit = Limits.descriptors();
        return needed <= limit
                ? null
                : parameters + " needs " + needed + " descriptors, but this machine's limit is " + limit;
    }

    @Override
    public boolean takes(String contender) {
        return CONTENDERS.contains(contender);
    }

    /** All show the herd; what heals it is shown on epoll, which has everything. */
    @Override
    public boolean takes(String contender, Parameters parameters) {
        boolean herd = parameters.word("mode").equals(Mode.LEVEL.toString());
        boolean raw = parameters.number("duplicates") > 1 || parameters.has("processes");
        return takes(contender) && (herd || contender.equals("epoll")) && !(raw && contender.equals("nio"));
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        Setting setting = new Setting(
                contender,
                Mode.of(parameters.word("mode")),
                parameters.has("processes") ? (int) parameters.number("processes") : 0,
                (int) parameters.number("waiters"),
                (int) parameters.number("duplicates"),
                parameters.has("every") ? (int) parameters.number("every") : USUAL_EVERY);
        return new LinesSession(HerdMain.class, setting.arguments());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("p99", "wakeupsPerConnection", "busiestOverMean", "unused", "acceptsPerSecond", "rotationCost");
    }

    @Override
    public String lineBy() {
        return "mode";
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        double connections = outcome.number("connections");
        outcome.expect("accepted", outcome.number("connections"));
        long waiters =
                parameters.number("waiters") * (parameters.has("processes") ? parameters.number("processes") : 1);
        double wakeUps = outcome.number("wakeups") / connections;
        Map<String, Double> counters = new LinkedHashMap<>();
        counters.put("p99", outcome.number("p99") / NANOS_PER_MICRO);
        counters.put("wakeupsPerConnection", wakeUps);
        counters.put("futileWakeups", Math.max(0, wakeUps - needed(parameters)));
        counters.put("pollsPerConnection", outcome.number("polls") / connections);
        counters.put("busiestOverMean", outcome.number("share1") * waiters / connections);
        counters.put("unused", (double) outcome.number("unused"));
        for (int i = 1; i <= waiters && waiters <= MOST_SHARES; i++) {
            counters.put(Result.SHARE + i, 100 * outcome.number("share" + i) / connections);
        }
        counters.put("acceptsPerSecond", (double) outcome.number("flood"));
        outcome.find("unrotated").ifPresent(rate -> {
            counters.put("acceptsPerSecondUnrotated", rate);
            counters.put("rotationCost", 100 * (1 - outcome.number("flood") / rate));
        });
        return new Figure(outcome.number("p50") / NANOS_PER_MICRO, counters);
    }

    /** Who deals is woken, and then whoever is dealt to. */
    private static int needed(Parameters parameters) {
        return parameters.word("mode").equals(Mode.DEALING.toString()) ? 2 : 1;
    }
}
