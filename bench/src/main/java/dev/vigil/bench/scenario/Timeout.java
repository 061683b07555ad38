package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Samples;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever paces something: how late does a wait return whose time is over? One that knows only milliseconds
 * has to round up, for a wait must never end early. What a wait is late by at best, about 50 us, is the slack that Linux
 * gives to all timers of ordinary threads.
 */
final class Timeout extends PairScenario {
    @Override
    public String name() {
        return "timeout";
    }

    @Override
    public String question() {
        return "How late does a wait return whose time is over?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns late (p50)");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("nanos", "the timeout", 1, 10_000_000_000L, 50_000, 100_000, 1_000_000),
                watched(),
                kind());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("p99", "p999", "early");
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        outcome.expect("events", outcome.number("iterations"));
        outcome.expect("count", outcome.number("iterations"));
        Map<String, Double> counters = new LinkedHashMap<>(outcome.percentiles());
        counters.put("early", (double) outcome.number("early"));
        return new Figure(outcome.number("p50"), counters);
    }

    private static final class Work extends PolledWorkload {
        private final long nanos;
        private final Samples samples = new Samples();
        private long early;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 1L);
            nanos = request.number("nanos", 1, 10_000_000_000L);
            takeKind(request, Pairs.Kind.PIPE);
        }

        @Override
        protected void reset() {
            samples.reset();
            early = 0;
        }

        @Override
        public void ready(int index) {
            events++;
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                long start = System.nanoTime();
                mechanism.poll(nanos);
                long late = System.nanoTime() - start - nanos;
                if (late < 0) {
                    early++;
                }
                samples.add(late);
            }
        }

        @Override
        protected void check(Measured measured) {
            if (events != 0) {
                throw new RefusedException(events + " events came, and nothing was ready");
            }
        }

        @Override
        protected long reported(Measured measured) {
            return measured.iterations();
        }

        @Override
        protected void report(Measured measured, Reply reply) {
            samples.report(reply);
            reply.put("early", early);
        }
    }
}
