package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.worker.Limits;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.util.List;

/** A scenario over pairs of descriptors of which one end is watched. */
abstract class PairScenario implements Scenario {
    static final int MOST = 10_000_000;

    /** Watched in the large case: with two descriptors each it fits in a limit of 20,000. */
    static final int MANY = 9500;

    static Parameter watched(Object... defaults) {
        return Parameter.number("watched", "descriptors watched", 1, MOST, defaults);
    }

    static Parameter active(String meaning, Object... defaults) {
        return Parameter.number("active", meaning, 1, MOST, defaults);
    }

    static Parameter kind() {
        return Parameter.choice("kind", "what is watched", List.of("pipe", "socket"));
    }

    static Parameter waits() {
        return Parameter.choice("wait", "whether waits may block", List.of("now", "block"));
    }

    static Parameter seed() {
        return Parameter.number("seed", "where the random numbers start", 1, Long.MAX_VALUE);
    }

    /** Pairs opened beside those watched. */
    int extra() {
        return 0;
    }

    @Override
    public String problem(Parameters parameters) {
        return problemOf(parameters, extra());
    }

    /** Why there cannot be so many pairs, with so many descriptors beside them; or null. */
    static String problemOf(Parameters parameters, int extra) {
        long watched = parameters.has("watched") ? parameters.number("watched") : 1;
        int most = Limits.most(Limits.descriptors(), extra);
        if (watched > most) {
            return Limits.tooMany("watched=" + watched, most, "two");
        }
        if (parameters.has("active") && parameters.number("active") > watched) {
            return "active=" + parameters.word("active") + " of watched=" + watched
                    + ": no more can be active than are watched";
        }
        return null;
    }

    @Override
    public final Workload workload(String contender, Request request) {
        return workload(Mechanisms.create(contender), request);
    }

    abstract Workload workload(Mechanism mechanism, Request request);

    /** The usual figure: time for each event. */
    static Figure perEvent(Outcome outcome) {
        long events = outcome.number("events");
        return new Figure((double) outcome.number("nanos") / events, outcome.countersPer(events));
    }
}
