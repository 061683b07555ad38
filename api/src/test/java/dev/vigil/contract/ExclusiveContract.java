package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.List;

/** Exclusive wake-ups: what goes with them, and what changes of them do. */
public interface ExclusiveContract extends Contract {
    @Rule({1, 7})
    @EachKind(Trait.READ)
    default void exclusiveGoesWithNothingButReadAndWrite(Kind kind) throws IOException {
        Interest exclusive = Interest.READ.exclusive();
        for (Interest interest : List.of(
                exclusive.oneShot(),
                exclusive.edge().oneShot(),
                exclusive.and(Interest.PRIORITY),
                exclusive.and(Interest.READ_CLOSED),
                Interest.PRIORITY.exclusive(),
                Interest.READ_CLOSED.exclusive())) {
            try (EventSource source = open();
                    Link link = kind.open()) {
                IllegalArgumentException e = assertThrows(
                        IllegalArgumentException.class, () -> link.register(source, interest, new Recorder()));
                assertTrue(e.getMessage().contains("exclusive goes with READ and WRITE"), e::getMessage);
                Registration registration = link.register(source, Interest.READ, new Recorder());
                assertThrows(IllegalArgumentException.class, () -> registration.update(interest));
                assertSame(Interest.READ, registration.interest());
            }
        }
    }

    @Rule(1)
    @Needs(Feature.EXCLUSIVE)
    @EachKind(Trait.READ)
    default void anExclusiveRegistrationReportsLikeAnyOther(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.exclusive(), seen);
            Polling.assertSilent(source);
            link.makeReadable();
            Polling.untilSettled(source, seen, Readiness.READABLE_BIT);
            link.drain();
            Polling.assertSilent(source);
        }
    }

    @Rule(1)
    @Needs({Feature.EXCLUSIVE, Feature.EDGE})
    @EachKind(Trait.READ)
    default void anExclusiveRegistrationMayBeEdgeTriggered(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.edge().exclusive(), seen);
            for (int i = 0; i < 3; i++) {
                link.makeReadable();
                Polling.untilSeen(source, seen);
                Polling.assertSilent(source);
                assertEquals(1, seen.count());
                link.drain();
                seen.clear();
            }
        }
    }

    @Rule(3)
    @Needs(Feature.EXCLUSIVE)
    @EachKind(Trait.READ)
    default void updatesToAndFromExclusiveLoseNothing(Kind kind) throws IOException {
        Interest exclusive = Interest.READ.exclusive();
        Interest both = kind.has(Trait.WRITE) ? exclusive.and(Interest.WRITE) : exclusive;
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            for (Interest next : List.of(exclusive, both, exclusive, Interest.NONE, exclusive, Interest.READ)) {
                registration.update(next);
                seen.clear();
                if (next == Interest.NONE) {
                    Polling.assertSilent(source);
                } else {
                    Polling.untilSeen(source, seen, Readiness.READABLE_BIT);
                }
                assertSame(next, registration.interest());
            }
            registration.cancel();
            Polling.assertSilent(source);
        }
    }

    @Rule(3)
    @Needs(Feature.EXCLUSIVE)
    @EachKind(Trait.READ)
    default void rotateLosesNothing(Kind kind) throws IOException {
        try (EventSource source = open();
                EventSource other = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Recorder others = new Recorder();
            Registration registration = link.register(source, Interest.READ.exclusive(), seen);
            link.register(other, Interest.READ.exclusive(), others);
            for (int i = 0; i < 5; i++) {
                link.makeReadable();
                registration.rotate();
                Polling.until(
                        source,
                        () -> seen.count() > 0,
                        () -> "an event after rotate(); the other source has " + others.count());
                link.drain();
                seen.clear();
                registration.rotate();
                Polling.assertSilent(source);
            }
        }
    }

    @Rule(3)
    @EachKind
    default void rotateOfARegistrationThatIsNotExclusiveDoesNothing(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
            Registration registration = link.register(source, interest, new Recorder());
            long before = source.statistics().controlCalls();
            registration.rotate();
            assertEquals(before, source.statistics().controlCalls());
        }
    }

    @Rule(8)
    @Needs(Feature.EXCLUSIVE)
    @EachKind(Trait.READ)
    default void whatOneOfSeveralExclusiveSourcesLeavesIsThereForTheOthers(Kind kind) throws IOException {
        try (EventSource one = open();
                EventSource other = open();
                Link link = kind.open()) {
            Recorder first = new Recorder();
            Recorder second = new Recorder();
            Registration registration = link.register(one, Interest.READ.exclusive(), first);
            link.register(other, Interest.READ.exclusive(), second);
            link.makeReadable();
            registration.cancel();
            Polling.untilSeen(other, second);
            assertEquals(0, first.count());
        }
    }
}
