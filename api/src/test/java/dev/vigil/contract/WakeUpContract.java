package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wake-up ends one poll, now or next; any number of them count as one. */
public interface WakeUpContract extends Contract {
    /** Fails if a poll ends early: a wake-up is left over. */
    private static void assertNoneLeft(EventSource source) throws IOException {
        long start = System.nanoTime();
        assertEquals(0, source.poll(Polling.QUIET));
        assertTrue(System.nanoTime() - start >= Polling.QUIET.toNanos(), "a wake-up was left over");
    }

    @Rule(17)
    @Test
    default void aWakeUpWithoutAPollerMakesTheNextPollReturnAtOnceAndNoOther() throws Exception {
        try (EventSource source = open()) {
            for (int i = 0; i < 3; i++) {
                source.wakeup();
                assertEquals(0, source.poll());
                assertNoneLeft(source);
            }
            source.wakeup();
            assertEquals(0, source.pollNow());
            assertNoneLeft(source);
        }
    }

    @Rule(17)
    @Test
    default void aWakeUpEndsAPollInProgress() throws Exception {
        try (EventSource source = open()) {
            for (int i = 0; i < 20; i++) {
                Companion<Integer> poller = Companion.calling(source::poll).awaitBlocked();
                source.wakeup();
                assertEquals(0, poller.join());
            }
            assertNoneLeft(source);
        }
    }

    @Rule({17, 20})
    @Test
    default void manyWakeUpsBeforeAPollEndOneAndAreCounted() throws IOException {
        try (EventSource source = open()) {
            // More than any pipe holds: none of them may block.
            int asked = 200_000;
            for (int i = 0; i < asked; i++) {
                source.wakeup();
            }
            assertEquals(0, source.poll());
            assertNoneLeft(source);
            assertEquals(asked, source.statistics().wakeupsAsked());
            assertEquals(asked - 1, source.statistics().wakeupsCoalesced());
        }
    }

    @Rule(17)
    @EachKind(Trait.READ)
    default void aWakeUpAndAnEventInOnePollAreBothSeen(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            source.wakeup();
            assertEquals(1, source.poll());
            link.drain();
            assertNoneLeft(source);
        }
    }

    @Rule(17)
    @Test
    default void aWakeUpByAHandlerIsForTheNextPoll() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder((registration, ready) -> {
                link.drain();
                source.wakeup();
            });
            link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            assertEquals(0, source.poll());
            assertNoneLeft(source);
        }
    }

    @Rule(17)
    @Test
    default void noneOfAMillionWakeUpsFromFourThreadsBlocksOrLeavesThePollerDeaf() throws Exception {
        int rounds = 10;
        int each = 25_000;
        try (EventSource source = open()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger returned = new AtomicInteger();
            Companion<Void> poller = Companion.running(() -> {
                while (!over.get()) {
                    assertEquals(0, source.poll());
                    returned.incrementAndGet();
                }
            });
            for (int round = 0; round < rounds; round++) {
                List<Companion<Void>> wakers = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    wakers.add(Companion.running(() -> {
                        for (int i = 0; i < each; i++) {
                            source.wakeup();
                        }
                    }));
                }
                for (Companion<Void> waker : wakers) {
                    waker.join();
                }
                poller.awaitBlocked();
                int before = returned.get();
                source.wakeup();
                Companion.await(() -> returned.get() > before, "the poll after a storm ends by a wake-up");
            }
            over.set(true);
            source.wakeup();
            poller.join();
            assertNoneLeft(source);
            Statistics statistics = source.statistics();
            assertEquals(rounds * (4L * each + 1) + 1, statistics.wakeupsAsked());
            assertTrue(
                    returned.get() <= statistics.wakeupsAsked() - statistics.wakeupsCoalesced(),
                    () -> returned + " polls ended, " + statistics);
        }
    }

    @Rule({16, 17})
    @ParameterizedTest(name = "{0} pollers")
    @ValueSource(ints = {1, 2, 4})
    default void whatIsQueuedBeforeAWakeUpIsSeenByTheThreadItEnds(int pollers) throws Exception {
        Queue<Integer> queue = new ConcurrentLinkedQueue<>();
        AtomicInteger taken = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ.oneShot(), (registration, ready) -> {
                link.drain();
                registration.rearm();
            });
            List<Companion<Void>> threads = new ArrayList<>();
            for (int i = 0; i < pollers; i++) {
                threads.add(Companion.running(() -> {
                    while (!over.get()) {
                        source.poll();
                        while (queue.poll() != null) {
                            taken.incrementAndGet();
                        }
                    }
                }));
            }
            for (int i = 0; i < 5_000; i++) {
                int expected = i + 1;
                if (i % 3 == 0) {
                    link.makeReadable();
                }
                queue.add(i);
                source.wakeup();
                Companion.await(() -> taken.get() == expected, "item " + expected + " is taken");
            }
            over.set(true);
            while (threads.stream().anyMatch(thread -> !thread.isDone())) {
                source.wakeup();
            }
            for (Companion<Void> thread : threads) {
                thread.join();
            }
        }
    }

    @Rule({16, 17})
    @Test
    default void eachWakeUpEndsOneOfSeveralPolls() throws Exception {
        try (EventSource source = open()) {
            List<Companion<Integer>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(Companion.calling(source::poll).awaitBlocked());
            }
            for (int ended = 1; ended <= 4; ended++) {
                int expected = ended;
                source.wakeup();
                Companion.await(
                        () -> pollers.stream().filter(Companion::isDone).count() >= expected,
                        expected + " polls have ended");
            }
            for (Companion<Integer> poller : pollers) {
                assertEquals(0, poller.join());
            }
        }
    }

    @Rule({17, 18})
    @Test
    default void aWakeUpAfterTheEndIsRefused() throws IOException {
        EventSource source = open();
        source.close();
        assertThrows(ClosedEventSourceException.class, source::wakeup);
    }

    @Rule({13, 17})
    @Test
    default void aWakeUpThatAnotherPollTookEndsNoPollEarly() throws Exception {
        try (EventSource source = open()) {
            Companion<Integer> other = Companion.calling(() -> source.poll(Duration.ofDays(1)));
            other.awaitBlocked();
            Companion<Void> poller = Companion.running(() -> assertNoneLeft(source));
            poller.join();
            source.wakeup();
            other.join();
        }
    }
}
