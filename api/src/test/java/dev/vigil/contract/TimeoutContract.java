package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A poll that finds nothing takes at least as long as it was told to. */
public interface TimeoutContract extends Contract {
    /** Polls for a time in which nothing comes, and fails if it ends early. */
    private static void assertNotEarly(EventSource source, long nanos) throws IOException {
        long start = System.nanoTime();
        assertEquals(0, source.poll(nanos), "handlers ran");
        long taken = System.nanoTime() - start;
        assertTrue(taken >= nanos, () -> "ended after " + taken + " ns of " + nanos);
    }

    @Rule(13)
    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {1, 999, 100_000, 999_999, 1_000_000, 1_000_001, 3_100_000, 20_000_000})
    default void aPollThatFindsNothingNeverEndsEarly(long nanos) throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ, new Recorder());
            for (int i = 0; i < 10; i++) {
                assertNotEarly(source, nanos);
            }
        }
    }

    @Rule(13)
    @Test
    default void aPollThatSpinsBeforeItBlocksNeverEndsEarly() throws IOException {
        try (EventSource source = fixture().builder().spin(Duration.ofMillis(2)).open()) {
            assertNotEarly(source, 1_000_000);
            assertNotEarly(source, 5_000_000);
        }
    }

    @Rule(13)
    @Test
    default void aTimeoutOfZeroLooksOnceAndDoesNotWait() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            assertEquals(0, source.poll(0));
            assertEquals(0, source.poll(Duration.ZERO));
            assertEquals(0, source.pollNow());
            assertEquals(3, source.statistics().waits());
            assertEquals(Duration.ZERO, source.statistics().idle());
            link.makeReadable();
            Polling.untilSeen(source, seen);
            assertEquals(1, source.poll(0));
            assertEquals(1, source.poll(Duration.ZERO));
            assertEquals(1, source.pollNow());
        }
    }

    @Rule({13, 17})
    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {2_151_360_000_000_001L, 4_294_967_297_000_000L, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    default void aPollOfManyDaysBlocksAndEndsByWakeUp(long nanos) throws Exception {
        try (EventSource source = open()) {
            Companion<Integer> poller =
                    Companion.calling(() -> source.poll(nanos)).awaitBlocked();
            source.wakeup();
            assertEquals(0, poller.join());
        }
    }

    @Rule({13, 17})
    @Test
    default void aPollOfTheLongestDurationBlocksAndEndsByWakeUp() throws Exception {
        try (EventSource source = open()) {
            Companion<Integer> poller = Companion.calling(() -> source.poll(Duration.ofSeconds(Long.MAX_VALUE)))
                    .awaitBlocked();
            source.wakeup();
            assertEquals(0, poller.join());
        }
    }

    @Rule(13)
    @Test
    default void signalsDoNotEndAPollEarly() throws Exception {
        assumeTrue(Signals.areTold(), "needs /proc/thread-self and sh");
        try (EventSource source = open();
                Signals signals = Signals.handle("URG")) {
            boolean counted = fixture().has(Feature.DESCRIPTORS);
            assertNotEarly(source, 1);
            Process storm = signals.storm();
            try {
                long before = source.statistics().interrupted();
                long end = System.nanoTime() + Polling.LIMIT.toNanos();
                for (int i = 0; i < 10 || signals.count() < 20; i++) {
                    assertNotEarly(source, 10_000_000);
                    assertTrue(System.nanoTime() < end, () -> "only " + signals.count() + " signals came");
                    assertTrue(storm.isAlive(), "the storm is over");
                }
                // A Selector goes on by itself, and does not tell.
                assertTrue(!counted || source.statistics().interrupted() > before, "no wait was interrupted");
            } finally {
                storm.destroyForcibly().waitFor();
            }
        }
    }

    @Rule(13)
    @Test
    default void stoppingAndContinuingTheProcessDoesNotEndAPollEarly() throws Exception {
        assumeTrue(Signals.areTold(), "needs /proc/thread-self and sh");
        try (EventSource source = open()) {
            Process stops = Signals.stopAndContinue(50);
            do {
                assertNotEarly(source, 20_000_000);
            } while (stops.isAlive());
            assertEquals(0, stops.waitFor());
        }
    }

    @Rule(13)
    @Test
    default void changesThatBringNothingDoNotEndAPollEarly() throws Exception {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            var registration = link.register(source, Interest.READ, new Recorder());
            Companion<Void> poller = Companion.running(() -> assertNotEarly(source, 50_000_000));
            while (!poller.isDone()) {
                registration.update(Interest.NONE);
                registration.update(Interest.READ);
            }
            poller.join();
            assertFalse(source.statistics().events() > 0, "an event came");
        }
    }
}
