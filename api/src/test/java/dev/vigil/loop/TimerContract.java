package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Timers: never early, in order, cancelled from anywhere. */
public interface TimerContract extends EventLoopContract {
    @Test
    default void aTimerIsNeverEarly() throws IOException {
        try (EventLoop loop = loops().start()) {
            for (long nanos : new long[] {0, 1, 100_000, 1_000_000, 3_100_000}) {
                CountDownLatch done = new CountDownLatch(1);
                long[] took = {0};
                long begin = System.nanoTime();
                Timer timer = loop.schedule(Duration.ofNanos(nanos), () -> {
                    took[0] = System.nanoTime() - begin;
                    done.countDown();
                });
                Loops.await(done);
                Loops.settle(loop);
                assertTrue(took[0] >= nanos, "early: after " + took[0] + " ns of " + nanos);
                assertFalse(timer.isActive());
            }
        }
    }

    @Test
    default void tenThousandTimersRunInTheOrderInWhichTheyAreDue() throws IOException {
        int count = 10_000;
        Random random = new Random(7);
        Timer[] timers = new Timer[count];
        List<Long> ran = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(count);
        try (EventLoop loop = loops().start()) {
            Loops.call(loop, () -> {
                for (int i = 0; i < count; i++) {
                    int number = i;
                    timers[i] = loop.schedule(Duration.ofNanos(random.nextInt(1_000_000_000)), () -> {
                        ran.add(timers[number].due);
                        done.countDown();
                    });
                }
                return null;
            });
            Loops.await(done);
        }
        assertEquals(count, ran.size());
        for (int i = 1; i < count; i++) {
            assertTrue(ran.get(i) - ran.get(i - 1) >= 0, "one that was due later ran before");
        }
    }

    @Test
    default void ofTenThousandTimersThoseThatAreCancelledDoNotRun() throws IOException {
        int count = 10_000;
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        try (EventLoop loop = loops().start()) {
            List<Timer> timers = new ArrayList<>();
            Loops.whileHeld(loop, () -> {
                for (int i = 0; i < count; i++) {
                    AtomicInteger counter = i % 2 == 0 ? ran : wrong;
                    timers.add(loop.schedule(Duration.ofMillis(1 + i % 50), counter::incrementAndGet));
                }
                for (int i = 1; i < count; i += 2) {
                    timers.get(i).cancel();
                    timers.get(i).cancel();
                    assertFalse(timers.get(i).isActive());
                }
            });
            Loops.until(() -> ran.get() == count / 2, "the timers that were not cancelled");
            assertEquals(0, wrong.get());
        }
    }

    @Test
    default void aTimerMayBeCancelledByAnotherThreadAndByAnotherTimer() throws IOException {
        try (EventLoop loop = loops().start()) {
            AtomicBoolean wrong = new AtomicBoolean();
            Loops.whileHeld(
                    loop,
                    () -> loop.schedule(Duration.ofMillis(1), () -> wrong.set(true))
                            .cancel());
            Loops.call(loop, () -> {
                Timer[] victim = new Timer[1];
                // Begun before its victim, so due before it however long that takes.
                loop.schedule(Duration.ofMillis(1), () -> victim[0].cancel());
                victim[0] = loop.schedule(Duration.ofMillis(2), () -> wrong.set(true));
                return null;
            });
            CountDownLatch later = new CountDownLatch(1);
            loop.schedule(Duration.ofMillis(10), later::countDown);
            Loops.await(later);
            assertFalse(wrong.get());
        }
    }

    @Test
    default void aPeriodicTimerRunsUntilItIsCancelledEvenByItself() throws IOException {
        try (EventLoop loop = loops().start()) {
            AtomicInteger runs = new AtomicInteger();
            Timer[] timer = new Timer[1];
            CountDownLatch five = new CountDownLatch(1);
            Loops.call(
                    loop,
                    () -> timer[0] = loop.schedulePeriodically(Duration.ofMillis(1), () -> {
                        if (runs.incrementAndGet() == 5) {
                            timer[0].cancel();
                            five.countDown();
                        }
                    }));
            Loops.await(five);
            CountDownLatch later = new CountDownLatch(1);
            loop.schedule(Duration.ofMillis(10), later::countDown);
            Loops.await(later);
            assertEquals(5, runs.get());
            assertFalse(timer[0].isActive());
        }
    }

    @Test
    default void periodsThatWereMissedAreNotMadeUpFor() throws IOException {
        try (EventLoop loop = loops().start()) {
            AtomicInteger runs = new AtomicInteger();
            Duration period = Duration.ofSeconds(20);
            Timer timer = Loops.call(loop, () -> loop.schedulePeriodically(period, runs::incrementAndGet));
            // As if the loop had been held for five periods and a half.
            Loops.call(loop, () -> {
                long now = System.nanoTime();
                timer.due = now - period.toNanos() * 11 / 2;
                timer.advance(now);
                long left = timer.due - now;
                assertTrue(left > 0 && left <= period.toNanos(), "due in " + left);
                return null;
            });
            assertEquals(0, runs.get());
        }
    }

    @Test
    default void aTimerFarOffKeepsNothingBusyAndOneWithoutEndIsTaken() throws IOException {
        Timer year;
        try (EventLoop loop = loops().start()) {
            year = loop.schedule(Duration.ofDays(365), () -> {});
            Timer ever = loop.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
            Loops.settle(loop);
            Loops.settle(loop);
            long polls = loop.source().statistics().polls();
            CountDownLatch later = new CountDownLatch(1);
            loop.schedule(Duration.ofMillis(20), later::countDown);
            Loops.await(later);
            assertTrue(loop.source().statistics().polls() <= polls + 10, "the loop spins");
            assertTrue(year.isActive() && ever.isActive());
        }
        assertFalse(year.isActive(), "active after its loop has ended");
    }
}
