package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One-shot delivery: one event per descriptor, then silence until it is armed again. */
public interface OneShotContract extends Contract {
    @Rule(4)
    @EachKind(Trait.READ)
    default void aOneShotIsReportedOnce(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            Polling.assertSilent(source);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            seen.assertOnly(Readiness.READABLE_BIT);
            assertTrue(registration.isActive());
            assertSame(Interest.READ.oneShot(), registration.interest());
        }
    }

    @Rule({4, 8})
    @EachKind({Trait.READ, Trait.WRITE})
    default void aOneShotIsOneEventForBothDirections(Kind kind) throws IOException {
        int both = Readiness.READABLE_BIT | Readiness.WRITABLE_BIT;
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            seen.clear();
            registration.update(Interest.READ.and(Interest.WRITE).oneShot());
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            seen.assertOnly(both);
        }
    }

    @Rule({4, 8})
    @EachKind({Trait.READ, Trait.WRITE})
    default void aOneShotThatFiredForOneDirectionIsSilentForTheOther(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.and(Interest.WRITE).oneShot(), seen);
            Polling.untilSeen(source, seen);
            seen.assertOnly(Readiness.WRITABLE_BIT);
            link.makeReadable();
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }

    @Rule(4)
    @EachKind({Trait.READ, Trait.END})
    default void aOneShotThatFiredIsSilentForAHangUpUntilItIsArmed(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            link.closeFar();
            long before = source.statistics().waits();
            assertEquals(0, source.poll(Duration.ofMillis(100)));
            long waits = source.statistics().waits() - before;
            assertTrue(waits <= LevelContract.FEW_WAITS, () -> "100 ms of nothing took " + waits + " waits");
            assertEquals(1, seen.count());
            link.drain();
            seen.clear();
            registration.rearm();
            Polling.untilSeen(source, seen, Readiness.READABLE_BIT);
            Polling.assertSilent(source);
            assertEquals(-1, link.receive(ByteBuffer.allocate(1)));
        }
    }

    @Rule(4)
    @EachKind({Trait.WRITE, Trait.END})
    default void aOneShotThatFiredIsSilentForAnErrorUntilItIsArmed(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.WRITE.oneShot(), seen);
            Polling.untilSeen(source, seen);
            link.closeFar();
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            registration.rearm();
            Polling.until(source, () -> seen.count() == 2, () -> "the error, or room to write");
            Polling.assertSilent(source);
        }
    }

    @Rule({3, 4})
    @EachKind(Trait.READ)
    default void rearmReportsWhatIsReadyAlready(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            link.makeReadable();
            for (int i = 1; i <= 5; i++) {
                int times = i;
                Polling.until(source, () -> seen.count() == times, () -> "event " + times);
                Polling.assertSilent(source);
                assertEquals(i, seen.count());
                registration.rearm();
            }
        }
    }

    @Rule({3, 4})
    @EachKind(Trait.READ)
    default void rearmOfADrainedDescriptorWaitsForTheNext(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder((registration, ready) -> {
                link.drain();
                registration.rearm();
            });
            link.register(source, Interest.READ.oneShot(), seen);
            for (int i = 0; i < 5; i++) {
                link.makeReadable();
                Polling.untilSeen(source, seen);
                Polling.assertSilent(source);
                seen.clear();
            }
        }
    }

    @Rule({3, 4})
    @EachKind(Trait.READ)
    default void updateArmsAOneShotAndMayMakeItLevel(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            seen.clear();
            registration.update(Interest.READ.oneShot());
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            registration.update(Interest.READ);
            seen.clear();
            Polling.until(source, () -> seen.count() == 3, () -> "an event in every poll");
            registration.update(Interest.READ.oneShot());
            seen.clear();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }

    @Rule({4, 8})
    @EachKind(Trait.READ)
    default void ofManyOneShotsEachIsReportedOnce(Kind kind) throws IOException {
        int count = 50;
        List<Link> links = new ArrayList<>();
        List<Recorder> seen = new ArrayList<>();
        try (EventSource source = fixture().builder().batchSize(7).open()) {
            for (int i = 0; i < count; i++) {
                Link link = kind.open();
                links.add(link);
                Recorder recorder = new Recorder();
                seen.add(recorder);
                link.register(source, Interest.READ.oneShot(), recorder);
                link.makeReadable();
            }
            Polling.until(source, () -> seen.stream().allMatch(one -> one.count() == 1), () -> "one event each");
            Polling.assertSilent(source);
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    @Rule(4)
    @Needs(Feature.EDGE)
    @EachKind(Trait.READ)
    default void aOneShotMayBeEdgeTriggeredToo(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration =
                    link.register(source, Interest.READ.edge().oneShot(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            link.drain();
            link.makeReadable();
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            registration.rearm();
            Polling.until(source, () -> seen.count() == 2, () -> "the second event");
            Polling.assertSilent(source);
        }
    }
}
