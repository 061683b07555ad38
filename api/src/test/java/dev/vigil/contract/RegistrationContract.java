package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Registering: what it takes, what it tells, and that it looks. */
public interface RegistrationContract extends Contract {
    @Rule(3)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aRegistrationOfADescriptorTellsWhatItIs() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try (EventSource source = open()) {
            Registration registration = source.register(pipe[0], Interest.READ.oneShot(), new Recorder());
            assertEquals(pipe[0], registration.fd());
            assertNull(registration.channel());
            assertSame(Interest.READ.oneShot(), registration.interest());
            assertSame(source, registration.source());
            assertTrue(registration.isActive());
            assertEquals(0, registration.eventCount());
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(3)
    @Test
    @Needs(Feature.CHANNELS)
    default void aRegistrationOfAChannelTellsWhatItIs() throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (EventSource source = open();
                SocketChannel near = pair[0];
                SocketChannel far = pair[1]) {
            near.configureBlocking(false);
            Registration registration = source.register(near, Interest.WRITE, new Recorder());
            assertSame(near, registration.channel());
            assertSame(Interest.WRITE, registration.interest());
            assertSame(source, registration.source());
            assertTrue(far.isConnected());
            assertEquals(1, source.poll(Polling.LIMIT));
            assertEquals(1, registration.eventCount());
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void whatIsReadyBeforeItIsRegisteredIsReported(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            link.makeReadable();
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            Polling.untilSeen(source, seen, Readiness.READABLE_BIT);
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void anUpdateLooksAgain(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.NONE, seen);
            link.makeReadable();
            Polling.assertSilent(source);
            registration.update(Interest.READ);
            assertSame(Interest.READ, registration.interest());
            Polling.untilSeen(source, seen, Readiness.READABLE_BIT);
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void severalUpdatesWithoutAPollBetweenLeaveTheLast(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.makeReadable();
            Registration registration = link.register(source, Interest.READ, seen);
            for (int i = 0; i < 10; i++) {
                registration.update(Interest.NONE);
                registration.update(Interest.READ.oneShot());
                registration.update(Interest.READ);
            }
            registration.update(Interest.NONE);
            Polling.assertSilent(source);
            assertEquals(0, seen.count());
        }
    }

    @Rule({2, 7})
    @EachKind
    default void aSecondRegistrationIsRefusedAndTheFirstGoesOn(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder first = new Recorder();
            Recorder second = new Recorder();
            Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
            Registration registration = link.register(source, interest, first);
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> link.register(source, interest, second));
            assertTrue(e.getMessage().contains("registered with this source already"), e::getMessage);
            assertTrue(registration.isActive());
            if (kind.has(Trait.READ)) {
                link.makeReadable();
            }
            Polling.untilSeen(source, first);
            assertEquals(0, second.count());
        }
    }

    @Rule(2)
    @EachKind(Trait.READ)
    default void aDescriptorMayBeRegisteredWithTwoSources(Kind kind) throws IOException {
        try (EventSource one = open();
                EventSource other = open();
                Link link = kind.open()) {
            Recorder first = new Recorder();
            Recorder second = new Recorder();
            link.register(one, Interest.READ, first);
            Registration registration = link.register(other, Interest.READ, second);
            link.makeReadable();
            Polling.untilSeen(one, first);
            Polling.untilSeen(other, second);
            registration.cancel();
            first.clear();
            Polling.untilSeen(one, first);
        }
    }

    @Rule({3, 8})
    @EachKind(Trait.READ)
    default void ofAHundredExactlyTheReadyOnesAreReported(Kind kind) throws IOException {
        int count = 100;
        Random random = new Random(42);
        List<Link> links = new ArrayList<>();
        try (EventSource source = open()) {
            BitSet seen = new BitSet();
            for (int i = 0; i < count; i++) {
                int index = i;
                Link link = kind.open();
                links.add(link);
                link.register(source, Interest.READ, (registration, ready) -> {
                    seen.set(index);
                    link.drain();
                });
            }
            for (int round = 0; round < 3; round++) {
                BitSet expected = new BitSet();
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(3) == 0) {
                        expected.set(i);
                        links.get(i).makeReadable();
                    }
                }
                seen.clear();
                Polling.until(source, () -> seen.equals(expected), () -> expected + ", but came " + seen);
                Polling.assertSilent(source);
                assertEquals(expected, seen);
            }
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void aHandlerMayRegisterUpdateAndCancelWhatItLikes(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open();
                Link other = kind.open()) {
            Recorder late = new Recorder();
            Registration[] registered = new Registration[1];
            Recorder seen = new Recorder((registration, ready) -> {
                registration.update(Interest.NONE);
                registered[0] = other.register(source, Interest.READ, late);
            });
            link.makeReadable();
            other.makeReadable();
            Registration registration = link.register(source, Interest.READ, seen);
            Polling.untilSeen(source, late);
            assertEquals(1, seen.count());
            registration.cancel();
            registered[0].update(Interest.NONE);
            late.clear();
            Polling.assertSilent(source);
        }
    }

    @Rule(8)
    @EachKind(Trait.READ)
    default void everyEventIsCounted(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.until(source, () -> seen.count() == 3, () -> "three events");
            assertEquals(3, registration.eventCount());
        }
    }

    @Rule(3)
    @EachKind
    default void anUpdateToTheSameInterestMakesNoSystemCall(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
            Registration registration = link.register(source, interest, new Recorder());
            long before = source.statistics().controlCalls();
            for (int i = 0; i < 10; i++) {
                registration.update(interest);
                registration.rearm();
            }
            assertEquals(before, source.statistics().controlCalls());
        }
    }
}
