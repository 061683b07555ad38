package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** One poll delivers a batch: never more than its limit, and nothing of it is lost. */
public interface BatchContract extends Contract {
    /** Links of one kind that are all ready, each counting its events. */
    final class Ready implements Closeable {
        final List<Link> links = new ArrayList<>();
        final List<Registration> registrations = new ArrayList<>();
        final AtomicIntegerArray events;

        Ready(Kind kind, int number) throws IOException {
            events = new AtomicIntegerArray(number);
            for (int i = 0; i < number; i++) {
                links.add(kind.open());
            }
        }

        /** Registers all, makes them ready, and waits until the system says so. */
        void register(EventSource source, Interest interest, Then then) throws IOException {
            for (int i = 0; i < links.size(); i++) {
                int which = i;
                registrations.add(links.get(i).register(source, interest, (registration, ready) -> {
                    try {
                        then.run(which);
                    } finally {
                        events.incrementAndGet(which);
                    }
                }));
            }
            makeReady();
        }

        void makeReady() throws IOException {
            for (Link link : links) {
                link.makeReadable();
            }
        }

        int sum() {
            int sum = 0;
            for (int i = 0; i < events.length(); i++) {
                sum += events.get(i);
            }
            return sum;
        }

        void assertEach(int times) {
            int[] expected = new int[events.length()];
            Arrays.fill(expected, times);
            assertEquals(Arrays.toString(expected), events.toString());
        }

        @Override
        public void close() throws IOException {
            for (Link link : links) {
                link.close();
            }
        }

        /** What a handler does before it is counted, whether it throws or not. */
        @FunctionalInterface
        interface Then {
            void run(int which) throws IOException;
        }
    }

    @Rule(14)
    @Test
    default void withALimitOfOneEachOfAHundredIsServedWithinAHundredPolls() throws IOException {
        try (EventSource source = fixture().builder().batchSize(1).open();
                Ready ready = new Ready(fixture().kind(Trait.READ), 100)) {
            ready.register(source, Interest.READ, which -> {});
            for (int poll = 0; poll < 100; poll++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            ready.assertEach(1);
            for (int poll = 0; poll < 300; poll++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            ready.assertEach(4);
        }
    }

    @Rule(14)
    @Test
    default void noPollDeliversMoreThanTheLimit() throws IOException {
        try (EventSource source = fixture().builder().batchSize(7).open();
                Ready ready = new Ready(fixture().kind(Trait.READ), 20)) {
            ready.register(source, Interest.READ.oneShot(), which -> {});
            List<Integer> polls = new ArrayList<>();
            while (ready.sum() < 20) {
                polls.add(source.poll(Polling.LIMIT));
            }
            assertTrue(polls.stream().allMatch(handled -> handled <= 7), polls::toString);
            assertTrue(polls.contains(7), polls::toString);
            ready.assertEach(1);
            Polling.assertSilent(source);
        }
    }

    @Rule(14)
    @Test
    default void aBusyDescriptorDoesNotKeepOthersFromTheirTurn() throws IOException {
        try (EventSource source = fixture().builder().batchSize(2).open();
                Ready busy = new Ready(fixture().kind(Trait.READ), 5);
                Link late = fixture().kind(Trait.READ).open()) {
            busy.register(source, Interest.READ, which -> {});
            Recorder seen = new Recorder();
            late.register(source, Interest.READ, seen);
            for (int i = 0; i < 10; i++) {
                source.poll(Polling.LIMIT);
            }
            late.makeReadable();
            for (int polls = 0; seen.count() == 0; polls++) {
                assertTrue(polls < 4, "not served in its turn");
                source.poll(Polling.LIMIT);
            }
        }
    }

    @Rule(15)
    @Test
    default void aHandlerThatThrowsEndsThePollAndTheNextOneGoesOnWithTheBatch() throws IOException {
        List<Throwable> failures = List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("an error"));
        for (Throwable failure : failures) {
            try (EventSource source = open();
                    Ready ready = new Ready(fixture().kind(Trait.READ), 50)) {
                ready.register(source, Interest.READ.oneShot(), which -> {
                    if (which % 3 == 0) {
                        throwUnchecked(failure);
                    }
                });
                int thrown = 0;
                long end = System.nanoTime() + Polling.LIMIT.toNanos();
                while (ready.sum() < 50 && System.nanoTime() < end) {
                    try {
                        assertTrue(source.poll(Polling.LIMIT) > 0);
                    } catch (IOException | RuntimeException | AssertionError e) {
                        assertSame(failure, e);
                        thrown++;
                    }
                }
                assertEquals(17, thrown);
                ready.assertEach(1);
                assertEquals(50, source.statistics().events());
                Polling.assertSilent(source);
            }
        }
    }

    /** Throws what a handler may not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @Rule({6, 15})
    @Test
    default void whatIsCancelledAfterAHandlerThrewIsNotDelivered() throws IOException {
        try (EventSource source = open();
                Ready ready = new Ready(fixture().kind(Trait.READ), 10)) {
            ready.register(source, Interest.READ.oneShot(), which -> {
                throw new IOException("the first one throws");
            });
            assertThrows(IOException.class, () -> source.poll(Polling.LIMIT));
            assertEquals(1, ready.sum());
            ready.registrations.forEach(Registration::cancel);
            Polling.assertSilent(source);
            assertEquals(1, ready.sum());
        }
    }

    @Rule({15, 16})
    @Test
    default void whatAThrowingHandlerLeavesIsBroughtToAThreadThatIsBlocked() throws Exception {
        int number = 50;
        for (int round = 0; round < 20; round++) {
            try (EventSource source = open();
                    Ready ready = new Ready(fixture().kind(Trait.READ), number)) {
                List<Companion<Void>> others = new ArrayList<>();
                ready.register(source, Interest.READ.oneShot(), which -> {
                    if (others.isEmpty()) {
                        others.add(Companion.running(() -> {
                            while (ready.sum() < number) {
                                source.poll();
                            }
                        }));
                        others.get(0).awaitBlocked();
                        throw new IOException("this thread does not come back");
                    }
                });
                try {
                    source.poll(Polling.LIMIT);
                    fail("nothing was thrown");
                } catch (IOException e) {
                    assertEquals("this thread does not come back", e.getMessage());
                }
                others.get(0).join();
                ready.assertEach(1);
            }
        }
    }

    @Rule({15, 16})
    @Test
    default void nothingIsLostOrDoubledWhenFourThreadsMeetHandlersThatThrow() throws Exception {
        int number = 40;
        int rounds = 100;
        try (EventSource source = fixture().builder().batchSize(8).open();
                Ready ready = new Ready(fixture().kind(Trait.READ), number)) {
            ready.register(source, Interest.READ.oneShot(), which -> {
                ready.links.get(which).drain();
                if ((which + ready.events.get(which)) % 2 == 0) {
                    throw new IOException("every second one throws");
                }
            });
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(Companion.running(() -> {
                    while (ready.sum() < number * rounds) {
                        pollOnce(source);
                    }
                }));
            }
            for (int round = 1; round <= rounds; round++) {
                int expected = number * round;
                Companion.await(() -> ready.sum() >= expected, "round " + round);
                ready.assertEach(round);
                if (round < rounds) {
                    ready.makeReady();
                    for (Registration registration : ready.registrations) {
                        registration.rearm();
                    }
                }
            }
            while (pollers.stream().anyMatch(poller -> !poller.isDone())) {
                source.wakeup();
            }
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
        }
    }

    private static void pollOnce(EventSource source) {
        try {
            source.poll();
        } catch (IOException e) {
            assertEquals("every second one throws", e.getMessage());
        }
    }
}
