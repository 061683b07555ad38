package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.Interest;
import dev.vigil.Statistics;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Contract;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Turns of a loop: what runs where, in which order, and that nothing starves. */
public interface EventLoopContract extends Contract {
    /** A builder of loops over the backend. */
    default EventLoopBuilder loops() {
        return EventLoop.builder().source(fixture().builder());
    }

    @Test
    default void handlersTasksAndTimersRunOnTheLoopsThread() throws IOException {
        try (EventLoop loop = loops().name("named").start();
                Link link = ChannelKinds.TCP.open()) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CountDownLatch done = new CountDownLatch(3);
            Runnable note = () -> {
                assertTrue(loop.isInLoop());
                threads.add(Thread.currentThread());
                done.countDown();
            };
            link.register(loop.source(), Interest.READ, (registration, ready) -> {
                registration.cancel();
                note.run();
            });
            link.makeReadable();
            loop.execute(note);
            loop.schedule(Duration.ofMillis(1), note);
            Loops.await(done);
            assertEquals(1, threads.size());
            assertEquals("named", threads.iterator().next().getName());
            assertEquals("named", loop.name());
            assertFalse(loop.isInLoop());
            assertTrue(loop.toString().contains(fixture().backend().name()), loop::toString);
        }
    }

    @Test
    default void tasksOfOneThreadRunInTheirOrder() throws IOException {
        int count = 10_000;
        List<Integer> ran = new ArrayList<>();
        try (EventLoop loop = loops().start()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                loop.execute(() -> ran.add(number));
            }
            Loops.settle(loop);
        }
        assertEquals(count, ran.size());
        for (int i = 0; i < count; i++) {
            assertEquals(i, ran.get(i));
        }
    }

    @Test
    default void tasksOfManyThreadsAllRunOnce() throws Exception {
        int threads = 4;
        int each = 5_000;
        AtomicInteger ran = new AtomicInteger();
        try (EventLoop loop = loops().start()) {
            List<Thread> producers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < each; n++) {
                        loop.execute(ran::incrementAndGet);
                    }
                });
                thread.start();
                producers.add(thread);
            }
            for (Thread thread : producers) {
                thread.join();
            }
            Loops.settle(loop);
            assertEquals(threads * each, ran.get());
        }
    }

    /** A task that hands itself in again leaves the descriptors their turn, and timers theirs. */
    @Test
    default void tasksWithoutEndStarveNeitherDescriptorsNorTimers() throws IOException {
        try (EventLoop loop = loops().budget(4).start();
                Link link = ChannelKinds.TCP.open()) {
            boolean[] stop = {false};
            for (int i = 0; i < 8; i++) {
                loop.execute(new Runnable() {
                    @Override
                    public void run() {
                        if (!stop[0]) {
                            loop.execute(this);
                        }
                    }
                });
            }
            CountDownLatch done = new CountDownLatch(2);
            link.register(loop.source(), Interest.READ.oneShot(), (registration, ready) -> done.countDown());
            link.makeReadable();
            loop.schedule(Duration.ofMillis(1), done::countDown);
            Loops.await(done);
            loop.execute(() -> stop[0] = true);
            // Each of the tasks may come round once more.
            Loops.settle(loop);
            Loops.settle(loop);
        }
    }

    /** Descriptors that are always ready leave tasks and timers theirs; and so do timers that are always due. */
    @Test
    default void descriptorsAndTimersWithoutEndDoNotStarveTasks() throws IOException {
        try (EventLoop loop = loops().budget(1).start();
                Link link = ChannelKinds.TCP.open()) {
            AtomicInteger events = new AtomicInteger();
            AtomicInteger runs = new AtomicInteger();
            link.register(loop.source(), Interest.READ, (registration, ready) -> events.incrementAndGet());
            link.makeReadable();
            for (int i = 0; i < 3; i++) {
                loop.schedulePeriodically(Duration.ofNanos(1), runs::incrementAndGet);
            }
            for (int i = 0; i < 100; i++) {
                Loops.settle(loop);
            }
            Loops.until(() -> events.get() > 100 && runs.get() > 100, "events and runs of timers");
        }
    }

    /** What a loop does between two events is free of allocation: poll, handler, periodic timer. */
    @Test
    default void aTurnAllocatesNothing() throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int turns = 2_000;
        try (EventLoop loop = loops().start();
                Link link = ChannelKinds.PIPE_SOURCE.open()) {
            int[] runs = {0};
            link.register(loop.source(), Interest.READ, (registration, ready) -> {});
            Timer timer = loop.schedulePeriodically(Duration.ofNanos(1), () -> runs[0]++);
            link.makeReadable();
            long allocated = Long.MAX_VALUE;
            // The first rounds run in the interpreter and load classes.
            for (int round = 0; round < 20 && allocated > turns; round++) {
                Statistics before = loop.source().statistics();
                long begin = Loops.call(loop, memory::getCurrentThreadAllocatedBytes);
                Loops.until(() -> loop.source().statistics().polls() > before.polls() + turns, "turns");
                allocated = Loops.call(loop, memory::getCurrentThreadAllocatedBytes) - begin;
            }
            assertTrue(allocated <= turns, "a turn allocates; bytes in " + turns + " turns and more: " + allocated);
            timer.cancel();
        }
    }

    @Test
    default void aGroupDealsItsLoopsOutInTurn() throws IOException {
        try (EventLoopGroup group = loops().name("g").startGroup(3)) {
            List<EventLoop> all = group.loops();
            assertEquals(
                    List.of("g-0", "g-1", "g-2"),
                    all.stream().map(EventLoop::name).toList());
            for (int i = 0; i < 7; i++) {
                assertSame(all.get(i % 3), group.next());
            }
        }
    }

    @Test
    default void settingsThatMakeNoSenseAreRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> loops().budget(0));
        assertThrows(IllegalArgumentException.class, () -> loops().startGroup(0));
        try (EventLoop loop = loops().start()) {
            assertThrows(IllegalArgumentException.class, () -> loop.schedule(Duration.ofNanos(-1), () -> {}));
            assertThrows(IllegalArgumentException.class, () -> loop.schedulePeriodically(Duration.ZERO, () -> {}));
            assertThrows(
                    IllegalArgumentException.class, () -> loop.schedulePeriodically(Duration.ofDays(-1), () -> {}));
            assertThrows(NullPointerException.class, () -> loop.execute(null));
        }
    }
}
