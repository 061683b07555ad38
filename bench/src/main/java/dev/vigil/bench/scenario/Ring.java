package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Deck;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.List;

/**
 * The question that libevent's benchmark has asked of every mechanism since 2002: tokens travel round a ring of socket
 * pairs, each handler reads a byte and writes one to the next pair. A hop is a write, a notification and a read. What the
 * floor, which does the same reads and writes without being notified, takes less is the price of the notification.
 */
final class Ring extends PairScenario {
    private static final int HOPS = 1000;

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public String question() {
        return "What does a hop cost when tokens travel round a ring of socket pairs (libevent's benchmark)?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/hop");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(1000, MANY),
                active("tokens", 100),
                Parameter.number("hops", "hops in an iteration, no fewer than tokens", 1, 100_000_000),
                kind(),
                waits());
    }

    @Override
    public boolean isOverFloor() {
        return true;
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long hops = parameters.has("hops") ? parameters.number("hops") : hops(parameters.number("active"));
        outcome.expect("events", outcome.number("iterations") * hops);
        return perEvent(outcome);
    }

    private static long hops(long active) {
        return Math.max(HOPS, active);
    }

    private static final class Work extends PolledWorkload {
        private final int active;
        private final long hops;
        private long written;
        private long goal;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 0);
            active = (int) request.number("active", 1, watched);
            hops = request.number("hops", hops(active), active, 100_000_000);
            takeKind(request, Pairs.Kind.SOCKET);
            takeWait(request);
        }

        @Override
        protected void reset() {
            goal = 0;
        }

        @Override
        public void ready(int index) throws IOException {
            if (!read(index)) {
                spurious++;
                return;
            }
            seen[index]++;
            events++;
            if (written < hops) {
                pass(index + 1 == watched ? 0 : index + 1);
            }
        }

        private void pass(int index) throws IOException {
            written++;
            makeReady(index);
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                goal += hops;
                written = 0;
                for (int token = 0; token < active; token++) {
                    pass(Deck.spread(token, active, watched));
                }
                waitFor(goal);
            }
        }

        @Override
        protected void check(Measured measured) {
            if (events != measured.iterations() * hops) {
                throw new RefusedException(events + " bytes were read, not " + measured.iterations() * hops);
            }
            checkSentEqualsSeen();
        }
    }
}
