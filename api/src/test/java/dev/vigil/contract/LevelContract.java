package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Level delivery: told by every poll for as long as it is ready. */
public interface LevelContract extends Contract {
    /** A paused registration may cost a wait or two when it is changed, but not one after the other. */
    int FEW_WAITS = 5;

    @Rule({1, 8})
    @EachKind(Trait.READ)
    default void aReadableDescriptorIsReportedByEveryPollUntilItIsDrained(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            Polling.assertSilent(source);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            for (int i = 0; i < 5; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            seen.assertOnly(Readiness.READABLE_BIT);
            link.drain();
            Polling.assertSilent(source);
            link.makeReadable();
            seen.clear();
            Polling.untilSeen(source, seen);
        }
    }

    @Rule(1)
    @EachKind({Trait.READ, Trait.STREAM})
    default void whatIsLeftAfterAPartialReadIsReportedAgain(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            int[] received = {0};
            ByteBuffer one = ByteBuffer.allocate(1);
            Recorder seen = new Recorder((registration, ready) -> received[0] += link.receive(one.clear()));
            link.register(source, Interest.READ, seen);
            assertEquals(10, link.send(ByteBuffer.allocate(10)));
            Polling.until(source, () -> received[0] == 10, () -> "10 bytes, one by one; came " + received[0]);
            assertTrue(seen.count() >= 10, () -> "a poll served it more than once: " + seen.all());
            Polling.assertSilent(source);
        }
    }

    @Rule({1, 8})
    @EachKind(Trait.FILL)
    default void aWritableDescriptorIsReportedUntilItIsFullAndAgainWhenRelieved(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.WRITE, seen);
            for (int i = 0; i < 5; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            seen.assertOnly(Readiness.WRITABLE_BIT);
            Polling.fill(link, source);
            Polling.assertSilent(source);
            seen.clear();
            Polling.relieve(link, source, seen);
            seen.assertOnly(Readiness.WRITABLE_BIT);
        }
    }

    @Rule(3)
    @EachKind({Trait.READ, Trait.WRITE})
    default void aDirectionTakenOutOfTheInterestIsReportedNoMore(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.and(Interest.WRITE), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen, Readiness.READABLE_BIT | Readiness.WRITABLE_BIT);
            registration.update(Interest.READ);
            seen.clear();
            assertEquals(1, source.poll(Polling.LIMIT));
            seen.assertOnly(Readiness.READABLE_BIT);
            registration.update(Interest.WRITE);
            seen.clear();
            assertEquals(1, source.poll(Polling.LIMIT));
            seen.assertOnly(Readiness.WRITABLE_BIT);
        }
    }

    @Rule({3, 5})
    @EachKind(Trait.READ)
    default void aPausedRegistrationIsSilentAndWhenResumedReportsWhatIsPending(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            registration.update(Interest.NONE);
            link.makeReadable();
            Polling.assertSilent(source);
            assertTrue(registration.isActive());
            registration.update(Interest.READ);
            Polling.untilSeen(source, seen);
            registration.update(Interest.NONE);
            seen.clear();
            Polling.assertSilent(source);
        }
    }

    @Rule(5)
    @EachKind(Trait.END)
    default void aPausedRegistrationDoesNotSpinWhenTheOtherEndIsGone(Kind kind) throws IOException {
        Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
        for (Interest first : List.of(Interest.NONE, interest)) {
            try (EventSource source = open();
                    Link link = kind.open()) {
                Recorder seen = new Recorder();
                Registration registration = link.register(source, first, seen);
                registration.update(Interest.NONE);
                link.closeFar();
                long before = source.statistics().waits();
                assertEquals(0, source.poll(Duration.ofMillis(100)));
                long waits = source.statistics().waits() - before;
                assertTrue(waits <= FEW_WAITS, () -> "100 ms of nothing took " + waits + " waits");
                registration.update(interest);
                Polling.untilSeen(source, seen);
            }
        }
    }

    @Rule({1, 8})
    @EachKind({Trait.READ, Trait.WRITE})
    default void bothDirectionsReadyAtOnceAreOneEvent(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            int both = Readiness.READABLE_BIT | Readiness.WRITABLE_BIT;
            link.register(source, Interest.READ.and(Interest.WRITE), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen, both);
            for (int i = 0; i < 5; i++) {
                seen.clear();
                assertEquals(1, source.poll(Polling.LIMIT));
                assertEquals(1, seen.count());
                seen.assertOnly(both);
            }
        }
    }
}
