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
 * The question of whoever writes an event loop: what does it cost to be told? Some of the watched descriptors hold a byte
 * that nobody reads, so they are always ready, and every wait reports all of them. Nothing is read or written while the
 * clock runs: what is measured is the wait, the way from its result to the handler, and an empty handler.
 */
final class Ready extends PairScenario {
    @Override
    public String name() {
        return "ready";
    }

    @Override
    public String question() {
        return "What does it cost to be told of a ready descriptor, when nothing is read?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/event");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(watched(1000, MANY), active("descriptors that are always ready", 100), kind(), waits());
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long asked = outcome.number("iterations") * parameters.number("active");
        if (outcome.number("events") < asked) {
            throw new LostEventsException(outcome.number("events") + " events came of " + asked);
        }
        return perEvent(outcome);
    }

    @Override
    public List<String> shownCounters() {
        return List.of("scanned");
    }

    private static final class Work extends PolledWorkload {
        private final int active;
        private long goal;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 0);
            active = (int) request.number("active", 1, watched);
            takeKind(request, Pairs.Kind.PIPE);
            takeWait(request);
        }

        @Override
        protected void settle() throws IOException {
            for (int i = 0; i < active; i++) {
                makeReady(Deck.spread(i, active, watched));
            }
        }

        @Override
        protected void reset() {
            goal = 0;
        }

        @Override
        public void ready(int index) {
            seen[index]++;
            events++;
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                goal += active;
                mechanism.toldAgain();
                waitFor(goal);
            }
        }

        @Override
        protected void check(Measured measured) {
            long least = events / active;
            long most = least + (events % active == 0 ? 0 : 1);
            long reported = 0;
            for (int i = 0; i < active; i++) {
                long times = seen[Deck.spread(i, active, watched)];
                if (times < least || times > most) {
                    throw new RefusedException("descriptor " + Deck.spread(i, active, watched) + " was seen " + times
                            + " times, and others " + least + " to " + most + " times");
                }
                reported += times;
            }
            if (reported != events) {
                throw new RefusedException("descriptors were reported that were never ready");
            }
        }
    }
}
