package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Deck;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RandomNumbers;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.List;

/**
 * The question of Gooch's scheme: from which share of busy descriptors on is a dense array cheaper than a queue in the
 * kernel? Some of the watched descriptors are hot; in each iteration a share of these, drawn at random, is made ready and
 * read. The floor draws, writes and reads too.
 */
final class Busy extends PairScenario {
    @Override
    public String name() {
        return "busy";
    }

    @Override
    public String question() {
        return "From which share of busy descriptors on does polling an array beat a queue in the kernel?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/event");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(200),
                active("hot descriptors", 200),
                Parameter.fraction("share", "of the hot ones, made ready in each iteration", 0.05, 0.1, 0.25, 0.5, 1),
                seed(),
                kind(),
                waits());
    }

    @Override
    public boolean isOverFloor() {
        return true;
    }

    @Override
    public List<String> shownCounters() {
        return List.of("scanned");
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long drawn = drawn(parameters.fraction("share"), parameters.number("active"));
        outcome.expect("events", outcome.number("iterations") * drawn);
        return perEvent(outcome);
    }

    private static long drawn(double share, long active) {
        return Math.max(1, (long) (share * active + 0.5));
    }

    private static final class Work extends PolledWorkload {
        private final int drawn;
        private final Deck deck;
        private final RandomNumbers random;
        private long goal;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 0);
            int active = (int) request.number("active", 1, watched);
            drawn = (int) drawn(request.fraction("share", 0.5), active);
            deck = new Deck(active, watched);
            random = new RandomNumbers(request.number("seed", 1, 1, Long.MAX_VALUE));
            takeKind(request, Pairs.Kind.PIPE);
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
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                goal += drawn;
                deck.draw(drawn, random);
                for (int j = 0; j < drawn; j++) {
                    makeReady(deck.get(j));
                }
                waitFor(goal);
            }
        }

        @Override
        protected void check(Measured measured) {
            checkSentEqualsSeen();
        }

        @Override
        protected void report(Measured measured, Reply reply) {
            reply.put("drawn", drawn);
        }
    }
}
