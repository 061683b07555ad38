package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of a loop: in order, cut off, on its own thread; and what becomes of tasks. */
public interface LoopClosingContract extends EventLoopContract {
    @Test
    default void closingRunsTheTasksHandedInAndDropsTimers() throws IOException {
        AtomicInteger ran = new AtomicInteger();
        AtomicBoolean late = new AtomicBoolean();
        EventLoop loop = loops().budget(1).start();
        Loops.whileHeld(loop, () -> {
            for (int i = 0; i < 100; i++) {
                loop.execute(ran::incrementAndGet);
            }
            loop.schedule(Duration.ofDays(1), () -> late.set(true));
            loop.beginClose();
            RejectedExecutionException e =
                    assertThrows(RejectedExecutionException.class, () -> loop.execute(ran::incrementAndGet));
            assertTrue(e.getMessage().contains(loop.name()), e::getMessage);
            assertThrows(RejectedExecutionException.class, () -> loop.schedule(Duration.ZERO, () -> {}));
        });
        loop.close();
        assertTrue(loop.isTerminated());
        assertFalse(loop.source().isOpen());
        assertEquals(100, ran.get());
        assertFalse(late.get());
        loop.close();
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }

    @Test
    default void closingWithGraceCutsOffWhatTakesLonger() throws IOException {
        AtomicInteger ran = new AtomicInteger();
        EventLoop loop = loops().start();
        Loops.whileHeld(loop, () -> {
            loop.execute(ran::incrementAndGet);
            assertFalse(loop.close(Duration.ofMillis(1)));
            assertFalse(loop.isTerminated());
        });
        loop.close();
        assertTrue(loop.isTerminated());
        assertEquals(0, ran.get());
        EventLoop quick = loops().start();
        quick.execute(ran::incrementAndGet);
        assertTrue(quick.close(Duration.ofMinutes(1)));
        assertEquals(1, ran.get());
    }

    /** Also in the middle of a batch: the events that are left have no registration any more. */
    @Test
    default void cuttingOffBeginsNoHandlerAnyMore() throws IOException {
        List<Link> links = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        EventLoop loop = loops().start();
        try {
            Loops.whileHeld(loop, () -> {
                for (int i = 0; i < 5; i++) {
                    Link link = ChannelKinds.TCP.open();
                    links.add(link);
                    link.register(loop.source(), Interest.WRITE, (registration, ready) -> {
                        ran.incrementAndGet();
                        loop.closeNow();
                        loop.closeNow();
                    });
                }
            });
            Loops.until(loop::isTerminated, "the end");
            assertEquals(1, ran.get());
        } finally {
            loop.closeNow();
            for (Link link : links) {
                link.close();
            }
        }
    }

    @Test
    default void aLoopMayBeClosedOnItsOwnThread() throws IOException {
        EventLoop loop = loops().start();
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            loop.execute(ran::incrementAndGet);
            loop.close();
            assertFalse(loop.close(Duration.ofDays(1)));
            assertFalse(loop.close(Duration.ZERO));
            assertFalse(loop.isTerminated());
            assertThrows(RejectedExecutionException.class, () -> loop.execute(ran::incrementAndGet));
            ran.incrementAndGet();
        });
        Loops.until(loop::isTerminated, "the end");
        assertEquals(2, ran.get());
    }

    @Test
    default void aGroupMayBeClosedByEachOfItsLoopsAtOnce() throws IOException {
        EventLoopGroup group = loops().startGroup(3);
        CountDownLatch all = new CountDownLatch(1);
        group.loops()
                .forEach(loop -> loop.execute(() -> {
                    Loops.await(all);
                    group.close();
                }));
        all.countDown();
        for (EventLoop loop : group.loops()) {
            Loops.until(loop::isTerminated, "the end of " + loop.name());
        }
        assertTrue(group.close(Duration.ofMinutes(1)));
        EventLoopGroup other = loops().startGroup(2);
        Loops.whileHeld(other.loops().get(1), () -> {
            assertFalse(other.close(Duration.ofMillis(1)));
            Loops.until(() -> other.loops().get(0).isTerminated(), "the end of the loop that is not held");
        });
        other.close();
    }

    @Test
    default void closingTheSourceOfALoopEndsTheLoop() throws IOException {
        EventLoop loop = loops().start();
        loop.source().close();
        Loops.until(loop::isTerminated, "the end");
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }

    /** However the end falls between them, a task either runs or comes back. */
    @Test
    default void aTaskIsRunOrRejectedWhileTheLoopCloses() throws Exception {
        for (int round = 0; round < 50; round++) {
            EventLoop loop = loops().start();
            AtomicInteger ran = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();
            List<Thread> producers = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        while (true) {
                            loop.execute(new Counted(ran));
                            taken.incrementAndGet();
                            begun.countDown();
                        }
                    } catch (RejectedExecutionException e) {
                        // That one is not counted as taken, and must not run.
                    }
                });
                thread.start();
                producers.add(thread);
            }
            Loops.await(begun);
            loop.close();
            for (Thread thread : producers) {
                thread.join();
            }
            assertEquals(taken.get(), ran.get(), "tasks run, of those that were taken");
        }
    }

    /** A task that is equal to no other. */
    final class Counted implements Runnable {
        private final AtomicInteger ran;

        Counted(AtomicInteger ran) {
            this.ran = ran;
        }

        @Override
        public void run() {
            ran.incrementAndGet();
        }
    }

    @Test
    default void aLoopThatIsCutOffSaysHowManyTasksItDropped() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.loop")) {
            EventLoop loop = loops().name("cut").start();
            Loops.whileHeld(loop, () -> {
                for (int i = 0; i < 3; i++) {
                    loop.execute(() -> {});
                }
                loop.closeNow();
            });
            loop.close();
            assertEquals(List.of("loop cut was cut off; tasks that did not run: 3"), log.lines());
        }
    }

    @Test
    default void whatIsToBeDoneAtTheEndIsDoneOnceOnTheLoopsThreadHoweverItEnds() throws IOException {
        for (boolean orderly : new boolean[] {true, false}) {
            List<String> done = new ArrayList<>();
            EventLoop loop = loops().start();
            Runnable never = () -> done.add("taken back");
            loop.addEndAction(never);
            loop.addEndAction(() -> {
                throw new IllegalStateException("a mistake");
            });
            loop.addEndAction(() -> done.add(loop.isInLoop() + " " + loop.isTerminated()));
            assertTrue(loop.removeEndAction(never));
            Loops.whileHeld(loop, () -> {
                loop.execute(() -> done.add("a task"));
                if (orderly) {
                    loop.beginClose();
                    loop.addEndAction(() -> done.add("late"));
                } else {
                    loop.closeNow();
                    assertThrows(RejectedExecutionException.class, () -> loop.addEndAction(never));
                }
            });
            loop.close();
            assertEquals(orderly ? List.of("a task", "true false", "late") : List.of("true false"), done);
            assertFalse(loop.removeEndAction(never));
        }
    }

    @Test
    default void closingWithGraceDeniesThatAllTasksRanWhenSomebodyCutTheLoopOff() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.loop")) {
            EventLoop loop = loops().start();
            Loops.whileHeld(loop, () -> {
                loop.execute(() -> {});
                loop.closeNow();
            });
            assertFalse(loop.close(Duration.ofMinutes(1)));
            assertTrue(loop.isTerminated());
            assertEquals(1, log.lines().size());
        }
    }

    /** What comes too late goes back to whoever brought it. Timers that are cancelled meanwhile are nobody's tasks. */
    @Test
    default void anOrderlyEndTellsOfNoTasksThatDidNotRun() throws Exception {
        try (LogLines log = LogLines.of("dev.vigil.loop")) {
            for (int round = 0; round < 300; round++) {
                EventLoop loop = loops().start();
                CountDownLatch begun = new CountDownLatch(1);
                Thread producer = new Thread(() -> {
                    try {
                        while (true) {
                            loop.execute(begun::countDown);
                            loop.schedule(Duration.ofDays(1), begun::countDown).cancel();
                        }
                    } catch (RejectedExecutionException e) {
                        // The end.
                    }
                });
                producer.start();
                Loops.await(begun);
                assertTrue(loop.close(Duration.ofMinutes(1)));
                producer.join();
            }
            assertEquals(List.of(), log.lines());
        }
    }
}
