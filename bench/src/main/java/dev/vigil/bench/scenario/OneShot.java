package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
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
 * The question of whoever hands descriptors out to threads, or wants each event once: what does it cost to arm again? Some of the watched
 * descriptors hold a byte that nobody reads; each is armed again by its handler, so that every wait reports all of them. {@code ring} is
 * the property {@code dev.vigil.ring}: whether the armings of a turn go in with one call.
 */
final class OneShot extends PairScenario {
    private static final String PROPERTY = "dev.vigil.ring";

    @Override
    public String name() {
        return "oneshot";
    }

    @Override
    public String question() {
        return "What does it cost to be told once, and to arm again after each event?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/event");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(MANY),
                active("descriptors that are always ready", 1, 100, 1000),
                kind(),
                waits(),
                Parameter.choice(
                        "ring", "whether armings go in together", List.of("auto", "off", "on"), "off", "auto", "on"));
    }

    @Override
    public boolean takes(String contender) {
        return Contenders.isVigil(contender);
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
        return List.of("calls");
    }

    private static final class Work extends PolledWorkload {
        private final int active;
        private long goal;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 0);
            active = (int) request.number("active", 1, watched);
            takeKind(request, Pairs.Kind.PIPE);
            takeWait(request);
            System.setProperty(PROPERTY, request.choice("ring", "auto", "off", "on"));
        }

        @Override
        protected void settle() throws IOException {
            for (int i = 0; i < watched; i++) {
                mechanism.oneShot(i);
            }
            for (int i = 0; i < active; i++) {
                makeReady(Deck.spread(i, active, watched));
            }
        }

        @Override
        protected void reset() {
            goal = 0;
        }

        @Override
        public void ready(int index) throws IOException {
            seen[index]++;
            events++;
            mechanism.rearm(index);
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                goal += active;
                waitFor(goal);
            }
        }

        @Override
        protected void check(Measured measured) {
            long least = events / active;
            long most = least + (events % active == 0 ? 0 : 1);
            for (int i = 0; i < active; i++) {
                long times = seen[Deck.spread(i, active, watched)];
                if (times < least || times > most) {
                    throw new RefusedException("descriptor " + Deck.spread(i, active, watched) + " was seen " + times
                            + " times, and others " + least + " to " + most + " times");
                }
            }
        }
    }
}
