package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.List;

/**
 * The question of Gammo and others, who in 2004 found a sixth of a web server's time in epoll_ctl: what does it cost to
 * change one's mind? One descriptor beside the watched ones is registered and cancelled, or its interest is changed to
 * and fro. With {@code apply=1} a wait follows each change, so that mechanisms which put changes off have to make them.
 * The Selectors can't register a descriptor again before a selection has seen its cancellation; theirs is in the time.
 */
final class Churn extends PairScenario {
    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String question() {
        return "What does it cost to register and cancel, or to update to and fro?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns/pair of changes");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(1000),
                Parameter.choice("mode", "what changes", List.of("register", "update"), "register", "update"),
                Parameter.choice("apply", "whether a wait follows each change", List.of("0", "1"), 0, 1));
    }

    @Override
    public boolean takes(String contender) {
        return Mechanisms.create(contender).isWatching();
    }

    @Override
    public List<String> shownCounters() {
        return List.of("controls", "waits");
    }

    @Override
    int extra() {
        return 1;
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        long iterations = outcome.number("iterations");
        boolean writable = parameters.word("mode").equals("update") && parameters.number("apply") == 1;
        outcome.expect("events", writable ? iterations : 0);
        return new Figure((double) outcome.number("nanos") / iterations, outcome.countersPer(iterations));
    }

    private static final class Work extends PolledWorkload {
        private final boolean update;
        private final boolean apply;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 1);
            update = request.requiredChoice("mode", "register", "update").equals("update");
            apply = request.number("apply", 0, 0, 1) == 1;
            useKind(Pairs.Kind.SOCKET);
        }

        @Override
        protected void settle() throws IOException {
            if (update) {
                mechanism.add(watched, pair(watched), this);
            }
        }

        @Override
        public void ready(int index) {
            events++;
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                if (update) {
                    mechanism.update(watched, true);
                    applied();
                    mechanism.update(watched, false);
                } else {
                    mechanism.add(watched, pair(watched), this);
                    applied();
                    mechanism.remove(watched);
                }
                applied();
            }
        }

        private void applied() throws IOException {
            if (apply) {
                mechanism.pollNow();
            }
        }

        @Override
        protected void check(Measured measured) {
            long expected = update && apply ? measured.iterations() : 0;
            if (events != expected) {
                throw new RefusedException(events + " events came, not " + expected);
            }
        }
    }
}
