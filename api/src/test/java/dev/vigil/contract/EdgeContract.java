package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Edge delivery: told when the state may have changed, and the handler drains it. */
public interface EdgeContract extends Contract {
    @Rule(1)
    @Needs(Feature.EDGE)
    @EachKind(Trait.READ)
    default void anEdgeIsReportedOnceForEachTimeSomethingComes(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.edge(), seen);
            Polling.assertSilent(source);
            for (int i = 0; i < 5; i++) {
                link.makeReadable();
                Polling.untilSeen(source, seen);
                Polling.assertSilent(source);
                assertEquals(1, seen.count());
                seen.assertOnly(Readiness.READABLE_BIT);
                link.drain();
                seen.clear();
            }
        }
    }

    @Rule({1, 3})
    @Needs(Feature.EDGE)
    @EachKind(Trait.READ)
    default void whatIsReadyBeforeItIsRegisteredForEdgesIsReportedOnce(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.makeReadable();
            link.register(source, Interest.READ.edge(), seen);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }

    @Rule(1)
    @Needs(Feature.EDGE)
    @EachKind({Trait.READ, Trait.STREAM})
    default void whatIsLeftByAPartialReadIsNotReportedUntilMoreComes(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.edge(), seen);
            link.send(ByteBuffer.allocate(10));
            Polling.untilSeen(source, seen);
            assertEquals(1, link.receive(ByteBuffer.allocate(1)));
            Polling.assertSilent(source);
            seen.clear();
            link.send(ByteBuffer.allocate(10));
            Polling.untilSeen(source, seen);
        }
    }

    @Rule({1, 3})
    @Needs(Feature.EDGE)
    @EachKind(Trait.READ)
    default void rearmReportsAnEdgeThatIsStillThere(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.edge(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            for (int i = 0; i < 3; i++) {
                Polling.assertSilent(source);
                seen.clear();
                registration.rearm();
                Polling.untilSeen(source, seen);
                Polling.assertSilent(source);
                seen.clear();
                registration.update(Interest.READ.edge());
                Polling.untilSeen(source, seen);
            }
            link.drain();
            registration.rearm();
            Polling.assertSilent(source);
        }
    }

    @Rule({1, 9})
    @Needs({Feature.EDGE, Feature.READ_CLOSED})
    @EachKind({Trait.HALF_CLOSE})
    default void theEndOfTheStreamIsAnEdgeOfItsOwn(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.and(Interest.READ_CLOSED).edge(), seen);
            link.send(ByteBuffer.allocate(10));
            Polling.untilSeen(source, seen);
            seen.clear();
            link.shutFar();
            Polling.untilSeen(source, seen, Readiness.READ_CLOSED_BIT | Readiness.READABLE_BIT);
            Polling.assertSilent(source);
            assertEquals(10, link.receive(ByteBuffer.allocate(100)));
            assertEquals(-1, link.receive(ByteBuffer.allocate(100)));
        }
    }

    @Rule({1, 3})
    @Needs(Feature.EDGE)
    @EachKind({Trait.READ, Trait.WRITE})
    default void takingOneDirectionOutKeepsTheOtherEdgeTriggered(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Interest both = Interest.READ.and(Interest.WRITE).edge();
            Registration registration = link.register(source, both, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen, Readiness.READABLE_BIT | Readiness.WRITABLE_BIT);
            seen.clear();
            registration.update(Interest.READ.edge());
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            seen.assertOnly(Readiness.READABLE_BIT);
            link.drain();
            seen.clear();
            link.makeReadable();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }

    @Rule({1, 8})
    @Needs(Feature.EDGE)
    @EachKind(Trait.FILL)
    default void roomToWriteIsReportedOnceAndAgainAfterItWasFull(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.WRITE.edge(), seen);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            Polling.fill(link, source);
            seen.clear();
            Polling.relieve(link, source, seen);
            seen.assertOnly(Readiness.WRITABLE_BIT);
        }
    }

    @Rule({1, 3})
    @Needs(Feature.EDGE)
    @EachKind(Trait.READ)
    default void anUpdateMakesAnEdgeLevelAndBack(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.edge(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            registration.update(Interest.READ);
            seen.clear();
            Polling.until(source, () -> seen.count() == 3, () -> "an event in every poll");
            registration.update(Interest.READ.edge());
            seen.clear();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }
}
