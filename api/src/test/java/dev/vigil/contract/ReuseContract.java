package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Descriptors that are closed without being cancelled, numbers that come back, and duplicates that keep a closed one alive. The
 * tests choose a number far above those that the JVM takes, so that nobody else gets it in between.
 */
public interface ReuseContract extends Contract {
    /** The number that is reused. */
    int NUMBER = 900;

    @Rule({2, 12})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aNumberReused2000TimesWithoutCancelReportsToItsNewHandlerOnly() throws IOException {
        RawSystem raw = fixture().raw();
        try (EventSource source = open()) {
            Registration before = null;
            Recorder old = new Recorder();
            for (int i = 0; i < 2_000; i++) {
                int[] ends = i / 10 % 2 == 0 ? raw.pipe(true) : raw.socketPair();
                raw.duplicateTo(ends[0], NUMBER);
                raw.close(ends[0]);
                Recorder young = new Recorder();
                Registration registration = source.register(NUMBER, Interest.READ, young);
                assertTrue(before == null || !before.isActive(), "the old registration has ended");
                raw.write(ends[1], ByteBuffer.allocate(1));
                Polling.untilSeen(source, young);
                assertEquals(0, old.count(), "an event reached a handler of a file that is gone");
                before = registration;
                old = young;
                old.clear();
                raw.close(NUMBER);
                raw.close(ends[1]);
            }
        }
    }

    @Rule({2, 6, 12})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void cancelOfAnOldRegistrationLeavesTheNewOneOfItsNumberAlone() throws IOException {
        RawSystem raw = fixture().raw();
        int[] first = raw.pipe(true);
        int[] second = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(first[0], NUMBER);
            raw.close(first[0]);
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ, old);
            raw.duplicateTo(second[0], NUMBER);
            Registration next = source.register(NUMBER, Interest.READ, young);
            registration.cancel();
            assertFalse(registration.isActive());
            assertTrue(next.isActive());
            raw.write(second[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        } finally {
            raw.closeAll(NUMBER, first[1], second[0], second[1]);
        }
    }

    @Rule({6, 12})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void cancelAfterTheNumberCameBackLeavesTheOtherFileAlone() throws IOException {
        RawSystem raw = fixture().raw();
        int[] first = raw.pipe(true);
        int[] second = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(first[0], NUMBER);
            raw.close(first[0]);
            Recorder old = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ, old);
            raw.duplicateTo(second[0], NUMBER);
            registration.cancel();
            raw.write(second[1], ByteBuffer.allocate(1));
            Polling.assertSilent(source);
            Recorder young = new Recorder();
            source.register(NUMBER, Interest.READ, young);
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        } finally {
            raw.closeAll(NUMBER, first[1], second[0], second[1]);
        }
    }

    @Rule(12)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anEventFetchedForAFileThatWasReplacedReachesNobody() throws IOException {
        RawSystem raw = fixture().raw();
        int[] first = raw.pipe(true);
        int[] second = raw.pipe(true);
        int[] later = raw.pipe(true);
        int[] numbers = {NUMBER, NUMBER + 1};
        try (EventSource source = open()) {
            raw.duplicateTo(first[0], numbers[0]);
            raw.duplicateTo(second[0], numbers[1]);
            raw.closeAll(first[0], second[0]);
            int[] ran = {0};
            Recorder young = new Recorder();
            for (int number : numbers) {
                int other = number == numbers[0] ? numbers[1] : numbers[0];
                source.register(number, Interest.READ, (registration, ready) -> {
                    ran[0]++;
                    registration.cancel();
                    raw.duplicateTo(later[0], other);
                    source.register(other, Interest.READ, young);
                });
            }
            raw.write(first[1], ByteBuffer.allocate(1));
            raw.write(second[1], ByteBuffer.allocate(1));
            Polling.until(source, () -> ran[0] > 0, () -> "the first event");
            Polling.assertSilent(source);
            assertEquals(1, ran[0], "the handler of the file that was replaced ran");
            assertEquals(0, young.count(), "the new handler was told of the old file");
            raw.write(later[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, young);
        } finally {
            raw.closeAll(numbers);
            raw.closeAll(first[1], second[1], later[0], later[1]);
        }
    }

    @Rule({11, 12})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aDuplicateThatKeepsAClosedDescriptorAliveCausesFewStaleEvents() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        List<int[]> others = new ArrayList<>();
        List<Recorder> seen = new ArrayList<>();
        try (EventSource source = open()) {
            for (int i = 0; i < 20; i++) {
                int[] other = raw.pipe(true);
                others.add(other);
                Recorder recorder = new Recorder();
                seen.add(recorder);
                source.register(other[0], Interest.READ, recorder);
            }
            raw.duplicateTo(pipe[0], NUMBER);
            Recorder ghost = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ, ghost);
            raw.close(NUMBER);
            registration.cancel();
            raw.write(pipe[1], ByteBuffer.allocate(1));
            long before = source.statistics().waits();
            assertEquals(0, source.poll(Duration.ofMillis(200)));
            long waits = source.statistics().waits() - before;
            assertTrue(waits <= 20, () -> "200 ms of a ghost took " + waits + " waits");
            assertTrue(source.statistics().stale() <= 20, () -> "stale: " + source.statistics());
            assertEquals(0, ghost.count());
            for (int[] other : others) {
                raw.write(other[1], ByteBuffer.allocate(1));
            }
            Polling.until(
                    source, () -> seen.stream().allMatch(one -> one.count() > 0), () -> "an event of every other one");
            assertEquals(0, ghost.count());
        } finally {
            raw.closeAll(pipe);
            for (int[] other : others) {
                raw.closeAll(other);
            }
        }
    }

    @Rule({2, 12})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aNumberThatComesBackWhileADuplicateLivesReportsToItsNewHandlerOnly() throws IOException {
        RawSystem raw = fixture().raw();
        int[] ghost = raw.pipe(true);
        int[] pipe = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(ghost[0], NUMBER);
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            source.register(NUMBER, Interest.READ, old);
            raw.write(ghost[1], ByteBuffer.allocate(1));
            raw.duplicateTo(pipe[0], NUMBER);
            source.register(NUMBER, Interest.READ, young);
            assertEquals(0, source.poll(Duration.ofMillis(100)), "the ghost is told to nobody");
            raw.write(pipe[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        } finally {
            raw.closeAll(NUMBER, ghost[0], ghost[1], pipe[0], pipe[1]);
        }
    }

    @Rule({10, 11})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aDescriptorClosedWhileItIsWatchedIsReportedInvalidAtMostOnce() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(pipe[0], NUMBER);
            raw.close(pipe[0]);
            Recorder seen = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ, seen);
            Polling.assertSilent(source);
            raw.close(NUMBER);
            source.poll(Duration.ofMillis(50));
            long before = source.statistics().waits();
            assertEquals(0, source.poll(Duration.ofMillis(100)));
            long waits = source.statistics().waits() - before;
            assertTrue(waits <= LevelContract.FEW_WAITS, () -> "100 ms of nothing took " + waits + " waits");
            assertTrue(seen.count() <= 1, () -> "told more than once: " + seen.all());
            assertEquals(seen.count() == 0, registration.isActive(), "the event ends the registration");
            assertEquals(seen.count() == 1, seen.last().isInvalid());
            registration.cancel();
        } finally {
            raw.close(pipe[1]);
        }
    }
}
