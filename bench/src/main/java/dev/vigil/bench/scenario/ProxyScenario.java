package dev.vigil.bench.scenario;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.proxy.ProxyContenders;
import dev.vigil.bench.proxy.ProxySession;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.worker.Limits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A scenario of streams through a relay. The relay is one process, both ends of all streams are another, and all of it goes
 * over TCP on loopback.
 */
abstract class ProxyScenario implements Scenario {
    static final double GIB = 1L << 30;
    static final double MIB = 1L << 20;
    static final double NANOS_PER_SECOND = 1e9;

    /** Descriptors that either process opens besides. */
    private static final int RESERVED = 64;

    static Parameter streams(Object... defaults) {
        return Parameter.number("streams", "streams through the relay", 1, PairScenario.MOST, defaults);
    }

    static Parameter backend() {
        return Parameter.choice(
                "backend",
                "that Vigil's relay waits with",
                EventSource.backends().stream().map(BackendStatus::name).toList());
    }

    static Parameter buffer() {
        return Parameter.number("buffer", "of Vigil's relay, for each direction of a pair, in KiB", 1, 1 << 20);
    }

    @Override
    public String problem(Parameters parameters) {
        int most = (Limits.descriptors() - RESERVED) / 2;
        return parameters.number("streams") <= most
                ? null
                : Limits.tooMany("streams=" + parameters.word("streams"), most, "two");
    }

    @Override
    public Contenders contenders() {
        return ProxyContenders.all();
    }

    @Override
    public int roundMillis() {
        return 1000;
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    /** What the load does; it takes all parameters but those of our relay. */
    @Override
    public String workName(Parameters parameters) {
        return "flow";
    }

    /** What the load is told besides the parameters of the case. */
    Map<String, String> load(Parameters parameters) {
        return Map.of();
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(parameters.sent());
        all.putAll(load(parameters));
        return new ProxySession(workers, contender, workName(parameters), all);
    }

    static Map<String, Double> counters(Outcome outcome, String... keys) {
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String key : keys) {
            outcome.find(key).ifPresent(value -> counters.put(key, value));
        }
        return counters;
    }

    static double mibPerSecond(Outcome outcome, String bytes) {
        return outcome.number(bytes) / MIB / (outcome.number("nanos") / NANOS_PER_SECOND);
    }
}
