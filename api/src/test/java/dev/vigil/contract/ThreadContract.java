package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several threads poll one source. */
public interface ThreadContract extends Contract {
    /** One byte goes round on each link: whoever takes it sends the next one and arms the registration again. */
    final class Relay {
        private final Link link;
        private final AtomicInteger left;
        private final AtomicBoolean inHandler = new AtomicBoolean();
        private final ByteBuffer taken = ByteBuffer.allocate(1);
        private int bytes;
        private int empty;
        private boolean doubled;

        Relay(Link link, AtomicInteger left) {
            this.link = link;
            this.left = left;
        }

        /** With a buffer of its own: the first byte is read, and the next one sent, while the first send comes back. */
        void send() throws IOException {
            assertEquals(1, link.send(ByteBuffer.allocate(1)));
        }

        void onByte(Registration registration) throws IOException {
            if (!inHandler.compareAndSet(false, true)) {
                doubled = true;
            }
            boolean last = false;
            if (link.receive(taken.clear()) == 1) {
                bytes++;
                last = left.decrementAndGet() < 0;
            } else {
                empty++;
            }
            if (!last) {
                send();
            }
            inHandler.set(false);
            if (!last) {
                registration.rearm();
            }
        }
    }

    @Rule(16)
    @Test
    default void withOneShotFourThreadsDeliverAHundredThousandEventsOnceEachAndNoneTwiceAtOnce() throws Exception {
        int links = 32;
        int events = 100_000;
        AtomicInteger left = new AtomicInteger(events - links);
        List<Relay> relays = new ArrayList<>();
        try (EventSource source = open()) {
            for (int i = 0; i < links; i++) {
                Relay relay = new Relay(fixture().kind(Trait.READ, Trait.STREAM).open(), left);
                relays.add(relay);
                relay.link.register(
                        source, Interest.READ.oneShot(), (registration, ready) -> relay.onByte(registration));
            }
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(Companion.running(() -> {
                    while (left.get() > -links) {
                        source.poll();
                    }
                }));
            }
            for (Relay relay : relays) {
                relay.send();
            }
            Companion.await(() -> left.get() == -links, "all events are delivered");
            while (pollers.stream().anyMatch(poller -> !poller.isDone())) {
                source.wakeup();
            }
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
            assertEquals(events, relays.stream().mapToInt(relay -> relay.bytes).sum());
            assertTrue(relays.stream().noneMatch(relay -> relay.doubled), "a handler ran twice at once");
            int empty = relays.stream().mapToInt(relay -> relay.empty).sum();
            assertEquals(0, empty, "events without a byte");
            assertEquals(events, source.statistics().events());
        } finally {
            for (Relay relay : relays) {
                relay.link.close();
            }
        }
    }

    @Rule({16, 20})
    @Test
    default void theEventsOfARegistrationAreCountedWhicheverThreadsDeliverThem() throws Exception {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            AtomicInteger ran = new AtomicInteger();
            Registration registration = link.register(source, Interest.READ, (watched, ready) -> ran.incrementAndGet());
            link.makeReadable();
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(Companion.running(() -> {
                    while (ran.get() < 100_000) {
                        source.pollNow();
                    }
                }));
            }
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
            assertEquals(ran.get(), registration.eventCount());
            assertEquals(ran.get(), source.statistics().events());
        }
    }

    @Rule(16)
    @EachKind(Trait.READ)
    default void anEventGoesToOneOfSeveralPollers(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            List<Companion<Integer>> pollers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                pollers.add(Companion.calling(source::poll).awaitBlocked());
            }
            for (int i = 1; i <= 3; i++) {
                int expected = i;
                link.makeReadable();
                Companion.await(
                        () -> pollers.stream().filter(Companion::isDone).count() == expected,
                        expected + " pollers have returned");
                assertEquals(expected, seen.count());
                link.drain();
                registration.rearm();
            }
            for (Companion<Integer> poller : pollers) {
                assertEquals(1, poller.join());
            }
        }
    }

    @Rule(16)
    @Test
    default void aPollerTakesOverWhenTheOneBeforeItLeaves() throws Exception {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ.oneShot(), new Recorder());
            Companion<Integer> first = Companion.calling(source::poll).awaitBlocked();
            Companion<Integer> second = Companion.calling(source::poll).awaitBlocked();
            first.thread().interrupt();
            assertEquals(0, first.join());
            link.makeReadable();
            assertEquals(1, second.join());
        }
    }

    @Rule({13, 16})
    @Test
    default void aPollerThatQueuesBehindAnotherKeepsItsOwnTimeout() throws Exception {
        try (EventSource source = open()) {
            Companion<Integer> first = Companion.calling(source::poll).awaitBlocked();
            for (long nanos = 100_000; nanos < 100_000_000; nanos *= 3) {
                long start = System.nanoTime();
                assertEquals(0, source.poll(nanos));
                assertTrue(System.nanoTime() - start >= nanos, "ended early");
            }
            assertEquals(0, source.pollNow());
            assertTrue(!first.isDone());
            source.wakeup();
            assertEquals(0, first.join());
        }
    }

    @Rule(16)
    @Test
    default void aHandlerThatTakesLongKeepsNoOtherPollerFromItsEvents() throws Exception {
        try (EventSource source = open();
                Link slow = fixture().kind(Trait.READ).open();
                Link quick = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder();
            AtomicBoolean inside = new AtomicBoolean();
            slow.register(source, Interest.READ.oneShot(), (registration, ready) -> {
                inside.set(true);
                Companion.await(() -> seen.count() == 1, "the other handler runs meanwhile");
            });
            quick.register(source, Interest.READ.oneShot(), seen);
            slow.makeReadable();
            Companion<Integer> first = Companion.calling(source::poll);
            Companion.await(inside::get, "the slow handler runs");
            Companion<Integer> second = Companion.calling(source::poll).awaitBlocked();
            quick.makeReadable();
            assertEquals(1, second.join());
            assertEquals(1, first.join());
        }
    }
}
