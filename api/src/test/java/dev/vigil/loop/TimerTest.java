package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.fake.FakeFixtures;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A timer by itself. */
class TimerTest {
    private static final int ROUNDS = 50_000;

    /** However the two fall. The loop of these timers has ended, so nothing but the timer is at work. */
    @Test
    void aCancelIsNotUndoneByARunAtTheSameTime() throws Exception {
        EventLoop loop =
                EventLoop.builder().source(FakeFixtures.with().builder()).start();
        loop.close();
        Timer[] timers = new Timer[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            timers[i] = new Timer(loop, () -> {}, 0, 1);
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger cancelling = new AtomicInteger();
        Thread canceller = new Thread(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                meet(cancelling, running, i);
                timers[i].cancel();
            }
        });
        canceller.start();
        for (int i = 0; i < ROUNDS; i++) {
            meet(running, cancelling, i);
            timers[i].run();
        }
        canceller.join();
        for (Timer timer : timers) {
            assertTrue(timer.wasCancelled(), "a cancel was undone");
        }
    }

    /** Waits until the other thread has come as far, and gives way where there is one processor for both. */
    private static void meet(AtomicInteger mine, AtomicInteger other, int round) {
        mine.set(round);
        for (int spins = 0; other.get() < round; spins++) {
            if (spins > 5000) {
                LockSupport.parkNanos(1);
            }
        }
    }
}
