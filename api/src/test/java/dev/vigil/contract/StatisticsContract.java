package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The counters of a source move as documented. */
public interface StatisticsContract extends Contract {
    @Rule(20)
    @Test
    default void aNewSourceHasCountedNothing() throws IOException {
        try (EventSource source = open()) {
            Statistics none = source.statistics();
            assertEquals(new Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, none.gauges()), none);
        }
    }

    @Rule(20)
    @Test
    default void pollsWaitsEventsAndEmptyPollsAreCounted() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            for (int i = 0; i < 5; i++) {
                source.pollNow();
            }
            assertEquals(5, source.statistics().polls());
            assertEquals(5, source.statistics().waits());
            assertEquals(5, source.statistics().emptyPolls());
            assertEquals(0, source.statistics().events());
            link.makeReadable();
            Polling.untilSeen(source, seen);
            Statistics before = source.statistics();
            for (int i = 0; i < 7; i++) {
                assertEquals(1, source.pollNow());
            }
            Statistics after = source.statistics();
            assertEquals(before.polls() + 7, after.polls());
            assertEquals(before.waits() + 7, after.waits());
            assertEquals(before.events() + 7, after.events());
            assertEquals(before.emptyPolls(), after.emptyPolls());
            assertTrue(after.scanned() - before.scanned() >= 7, () -> "one event each: " + before + " to " + after);
            assertEquals(after.events(), registration.eventCount());
            assertEquals(0, after.stale());
            assertEquals(0, after.rebuilds());
        }
    }

    @Rule(20)
    @Test
    default void theTimeSpentBlockedIsCounted() throws IOException {
        try (EventSource source = open()) {
            source.poll(Polling.QUIET);
            assertTrue(source.statistics().idle().compareTo(Polling.QUIET) >= 0, () -> "" + source.statistics());
        }
    }

    @Rule(20)
    @Test
    default void aChangeThatTheSystemNeedNotHearOfMakesNoControlCall() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Registration registration = link.register(source, Interest.READ, new Recorder());
            long registered = source.statistics().controlCalls();
            for (int i = 0; i < 100; i++) {
                registration.update(Interest.READ);
                registration.rearm();
                registration.rotate();
            }
            assertEquals(registered, source.statistics().controlCalls());
            registration.cancel();
            long cancelled = source.statistics().controlCalls();
            registration.cancel();
            assertEquals(cancelled, source.statistics().controlCalls());
        }
    }

    @Rule({3, 20})
    @Needs(Feature.DESCRIPTORS)
    @Test
    default void registeringFiveThousandWhileThePollerBlocksDoesNotCostAScanForEach() throws Exception {
        int number = 5_000;
        RawSystem raw = fixture().raw();
        int[][] pipes = new int[number][];
        AtomicBoolean over = new AtomicBoolean();
        try (EventSource source = open()) {
            for (int i = 0; i < number; i++) {
                pipes[i] = raw.pipe(true);
            }
            Companion<Void> poller = Companion.running(() -> {
                while (!over.get()) {
                    source.poll();
                }
            });
            poller.awaitBlocked();
            for (int[] pipe : pipes) {
                source.register(pipe[0], Interest.READ, new Recorder());
            }
            poller.awaitBlocked();
            over.set(true);
            source.wakeup();
            poller.join();
            long scanned = source.statistics().scanned();
            assertTrue(scanned < number * (number / 8L), () -> scanned + " scanned for " + number);
        } finally {
            for (int[] pipe : pipes) {
                if (pipe != null) {
                    raw.closeAll(pipe);
                }
            }
        }
    }
}
