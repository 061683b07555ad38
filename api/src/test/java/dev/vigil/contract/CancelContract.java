package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cancelling: no handler starts afterwards, and the descriptor stays as it is. */
public interface CancelContract extends Contract {
    @Rule(6)
    @EachKind(Trait.READ)
    default void afterCancelNoHandlerStarts(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            seen.clear();
            registration.cancel();
            assertFalse(registration.isActive());
            Polling.assertSilent(source);
            assertEquals(0, seen.count());
        }
    }

    @Rule({6, 16})
    @Test
    default void afterCancelByAnotherThreadEachPollerStartsAtMostOneMoreHandler() throws Exception {
        int pollers = 3;
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.makeReadable();
            for (int round = 0; round < 200; round++) {
                AtomicInteger before = new AtomicInteger();
                AtomicInteger after = new AtomicInteger();
                AtomicBoolean cancelled = new AtomicBoolean();
                Registration registration = link.register(
                        source,
                        Interest.READ,
                        (watched, ready) -> (cancelled.get() ? after : before).incrementAndGet());
                List<Companion<Void>> polling = new ArrayList<>();
                for (int i = 0; i < pollers; i++) {
                    polling.add(Companion.running(() -> {
                        while (!cancelled.get()) {
                            source.pollNow();
                        }
                        source.pollNow();
                    }));
                }
                Companion.await(() -> before.get() > pollers, "the handler runs");
                registration.cancel();
                cancelled.set(true);
                for (Companion<Void> poller : polling) {
                    poller.join();
                }
                assertTrue(after.get() <= pollers, "started after cancel() had returned: " + after);
            }
        }
    }

    @Rule({6, 18})
    @Test
    default void aCancelIsEffectiveWhileAnotherThreadCloses() throws Exception {
        for (int round = 0; round < 100; round++) {
            EventSource source = open();
            try (Link link = fixture().kind(Trait.READ).open()) {
                Registration registration = link.register(source, Interest.READ, new Recorder());
                Companion<Void> closing = Companion.running(source::close);
                registration.cancel();
                assertFalse(registration.isActive());
                closing.join();
            } finally {
                source.close();
            }
        }
    }

    @Rule(6)
    @EachKind
    default void cancelIsIdempotentAndOtherCallsAreRefused(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
            Registration registration = link.register(source, interest.oneShot(), new Recorder());
            registration.cancel();
            registration.cancel();
            for (Call call : List.<Call>of(
                    () -> registration.update(interest),
                    () -> registration.update(Interest.NONE),
                    registration::rearm,
                    registration::rotate)) {
                IllegalStateException e = assertThrows(IllegalStateException.class, call::run);
                assertTrue(e.getMessage().contains("cancelled"), e::getMessage);
            }
            registration.cancel();
        }
    }

    /** A call of a registration. */
    interface Call {
        void run() throws IOException;
    }

    @Rule(6)
    @EachKind({Trait.READ, Trait.STREAM})
    default void cancelLeavesTheDescriptorOpen(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            link.register(source, Interest.READ, new Recorder()).cancel();
            source.pollNow();
            assertEquals(4, link.send(ByteBuffer.allocate(4)));
            assertEquals(4, link.receive(ByteBuffer.allocate(8)));
        }
    }

    @Rule(18)
    @EachKind({Trait.READ, Trait.STREAM})
    default void closingTheSourceLeavesTheDescriptorOpen(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            EventSource source = open();
            Registration registration = link.register(source, Interest.READ, new Recorder());
            source.close();
            assertFalse(registration.isActive());
            registration.cancel();
            assertEquals(4, link.send(ByteBuffer.allocate(4)));
            assertEquals(4, link.receive(ByteBuffer.allocate(8)));
        }
    }

    @Rule({2, 6, 12})
    @EachKind(Trait.READ)
    default void aDescriptorRegisteredAgainReportsToItsNewHandlerOnly(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            link.makeReadable();
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            for (int i = 0; i < 20; i++) {
                Registration registration = link.register(source, Interest.READ, old);
                Polling.untilSeen(source, old);
                registration.cancel();
                old.clear();
                Registration next = link.register(source, Interest.READ, young);
                Polling.untilSeen(source, young);
                next.cancel();
                young.clear();
            }
            assertEquals(0, old.count());
            Polling.assertSilent(source);
        }
    }

    @Rule(6)
    @EachKind(Trait.READ)
    default void aHandlerMayCancelItsOwnRegistration(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder((registration, ready) -> registration.cancel());
            Registration registration = link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            assertFalse(registration.isActive());
        }
    }

    @Rule({6, 12})
    @EachKind(Trait.READ)
    default void anEventFetchedBeforeItsRegistrationIsCancelledIsDropped(Kind kind) throws IOException {
        int count = 10;
        List<Link> links = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        int[] ran = {0};
        try (EventSource source = open()) {
            for (int i = 0; i < count; i++) {
                Link link = kind.open();
                links.add(link);
                registrations.add(link.register(source, Interest.READ, (registration, ready) -> {
                    ran[0]++;
                    registrations.forEach(Registration::cancel);
                }));
            }
            for (Link link : links) {
                link.makeReadable();
            }
            Polling.until(source, () -> ran[0] > 0, () -> "the first event");
            Polling.assertSilent(source);
            assertEquals(1, ran[0], "handlers of cancelled registrations ran");
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    @Rule(6)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void cancelAfterTheDescriptorWasClosedIsSurvived() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        int[] other = raw.pipe(true);
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(pipe[0], Interest.READ, new Recorder());
            source.register(other[0], Interest.READ, seen);
            raw.close(pipe[0]);
            registration.cancel();
            Polling.assertSilent(source);
            raw.write(other[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        } finally {
            raw.closeAll(pipe[1], other[0], other[1]);
        }
    }
}
