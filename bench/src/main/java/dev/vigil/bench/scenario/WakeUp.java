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
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The question of whoever hands work to an event loop: how long until a blocked poller has returned to its caller, from the
 * moment at which another thread asked? Much of it is the scheduler's; the floor is a semaphore.
 */
final class WakeUp extends PairScenario {
    private static final long PAUSE = 200_000;

    /** At some 4,000 wake-ups a second no warm-up would get a JIT to compile them: these come without a pause. */
    private static final int REHEARSED = 10_000;

    @Override
    public String name() {
        return "wakeup";
    }

    @Override
    public String question() {
        return "How long does a blocked poller take to return after another thread's wake-up?";
    }

    @Override
    public Unit unit() {
        return Unit.cost("ns (p50)");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                watched(1000),
                Parameter.number("pause", "nanoseconds between blocking and the wake-up", 0, 1_000_000_000),
                kind());
    }

    @Override
    public List<String> shownCounters() {
        return List.of("p99", "p999");
    }

    @Override
    Workload workload(Mechanism mechanism, Request request) {
        return new Work(mechanism, request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        outcome.expect("events", outcome.number("count"));
        outcome.expect("count", outcome.number("iterations"));
        return new Figure(outcome.number("p50"), outcome.percentiles());
    }

    private static final class Work extends PolledWorkload implements Runnable {
        private final long measuredPause;
        private final Samples samples = new Samples();
        private final Semaphore orders = new Semaphore(0);
        private volatile boolean stop;
        private volatile long askedAt;
        private volatile long pause;

        Work(Mechanism mechanism, Request request) {
            super(mechanism, request, 0);
            measuredPause = request.number("pause", PAUSE, 0, 1_000_000_000);
            takeKind(request, Pairs.Kind.PIPE);
        }

        @Override
        protected void settle() throws IOException {
            helper = new Thread(this, "waker");
            helper.setDaemon(true);
            helper.start();
            iterate(REHEARSED);
            pause = measuredPause;
        }

        @Override
        protected void reset() {
            samples.reset();
        }

        @Override
        public void ready(int index) {
            spurious++;
        }

        @Override
        public void run() {
            while (true) {
                orders.acquireUninterruptibly();
                if (stop) {
                    return;
                }
                long before = pause;
                long moment = System.nanoTime() + before;
                for (long left = before; left > 0; left = moment - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                askedAt = System.nanoTime();
                mechanism.wake();
            }
        }

        @Override
        protected void iterate(long iterations) throws IOException {
            for (long i = 0; i < iterations; i++) {
                askedAt = 0;
                orders.release();
                mechanism.poll();
                while (askedAt == 0) {
                    spurious++;
                    mechanism.poll();
                }
                samples.add(System.nanoTime() - askedAt);
                events++;
            }
        }

        @Override
        protected void check(Measured measured) {
            if (samples.count() != measured.iterations()) {
                throw new RefusedException(samples.count() + " wake-ups arrived of " + measured.iterations());
            }
        }

        @Override
        protected void report(Measured measured, Reply reply) {
            samples.report(reply);
        }

        @Override
        public void close() throws IOException {
            stop = true;
            orders.release();
            super.close();
        }
    }
}
