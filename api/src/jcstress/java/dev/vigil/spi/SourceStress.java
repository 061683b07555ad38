package dev.vigil.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Events that are under way while registrations change. */
public final class SourceStress {
    private SourceStress() {}

    /** A source with one registration, which the mechanism tells of in each wait. */
    private abstract static class Watched {
        final AtomicInteger told = new AtomicInteger();
        final AtomicInteger toldNext = new AtomicInteger();
        final EventSource source = new EventMechanism().source();
        final Registration registration;

        Watched(Interest interest) {
            registration = register(interest, told);
        }

        final Registration register(Interest interest, AtomicInteger count) {
            try {
                return source.register(1, interest, (self, ready) -> count.incrementAndGet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        final void poll() {
            try {
                source.pollNow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Who cancels is told at most what was under way, and nothing afterwards. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "cancelled first")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "told first")
    @Outcome(expect = FORBIDDEN, desc = "told of what was cancelled")
    @State
    public static class CancelAgainstDispatch extends Watched {
        public CancelAgainstDispatch() {
            super(Interest.READ);
        }

        @Actor
        public void cancel() {
            registration.cancel();
        }

        @Actor
        public void dispatch() {
            poll();
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = told.get();
            poll();
            result.r2 = told.get() - result.r1;
        }
    }

    /** The next registration of a descriptor hears nothing of the one before. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "cancelled first")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "told first")
    @Outcome(expect = FORBIDDEN, desc = "a stranger was told")
    @State
    public static class ReuseAgainstDispatch extends Watched {
        public ReuseAgainstDispatch() {
            super(Interest.READ);
        }

        @Actor
        public void reuse() {
            registration.cancel();
            register(Interest.READ, toldNext);
        }

        @Actor
        public void dispatch() {
            poll();
        }

        @Arbiter
        public void after(II_Result result) {
            poll();
            result.r1 = told.get();
            result.r2 = toldNext.get();
        }
    }

    /** Two threads that poll share one one-shot. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "one of the two")
    @Outcome(expect = FORBIDDEN, desc = "none, or both")
    @State
    public static class OneShotForTwo extends Watched {
        public OneShotForTwo() {
            super(Interest.READ.oneShot());
        }

        @Actor
        public void one() {
            poll();
        }

        @Actor
        public void other() {
            poll();
        }

        @Arbiter
        public void after(II_Result result) {
            result.r1 = told.get();
            poll();
            result.r2 = told.get() - result.r1;
        }
    }
}
