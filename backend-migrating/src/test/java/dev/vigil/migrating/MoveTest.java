package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What meets a move, at each of its points: control calls of other threads, refusals, failures. */
class MoveTest {
    private static final int FD = 7;
    private static final int OTHER = 6;

    private final FakeBackend fake = new FakeBackend(Policies.EAGER);

    private EventSource open() throws IOException {
        return EventSource.builder().backend(fake).open();
    }

    /** Polls until a descriptor is on the cold side. */
    private void untilCold(EventSource source) throws IOException {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!fake.cold.holds(FD)) {
            assertTrue(System.nanoTime() < end, "did not turn cold");
            source.poll(1_000_000);
        }
    }

    @Test
    void aDescriptorBeginsHotTurnsColdWhenQuietAndHotWithItsEvent() throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            assertTrue(fake.hot.holds(FD));
            untilCold(source);
            assertFalse(fake.hot.holds(FD));
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
            assertTrue(fake.hot.holds(FD));
            assertFalse(fake.cold.holds(FD));
            assertEquals(1, source.statistics().promotions());
            assertEquals(1, source.statistics().demotions());
            assertEquals(1L, source.statistics().gauges().get("hot"));
            assertEquals(0L, source.statistics().gauges().get("cold"));
        }
    }

    @Test
    void aRegistrationCancelledBetweenTheColdEventAndTheMoveIsNeitherMovedNorReported() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(FD, Interest.READ, seen);
            untilCold(source);
            fake.cold.awaitWaiter();
            fake.ready(FD, Readiness.READABLE_BIT);
            registration.cancel();
            Polling.assertSilent(source);
            assertEquals(0, seen.count());
            assertFalse(fake.hot.holds(FD));
            assertFalse(fake.cold.holds(FD));
        }
    }

    @Test
    void aCancelInTheMiddleOfAMoveWaitsForItAndFindsTheDescriptorWhereItWent() throws Exception {
        try (EventSource source = open()) {
            Registration registration = source.register(FD, Interest.READ, new Recorder());
            AtomicReference<Thread> canceller = new AtomicReference<>();
            fake.cold.beforeAdd(() -> {
                if (canceller.compareAndSet(null, new Thread(registration::cancel))) {
                    canceller.get().start();
                }
            });
            while (canceller.get() == null) {
                source.poll(1_000_000);
            }
            canceller.get().join(Polling.LIMIT.toMillis());
            assertFalse(registration.isActive());
            assertFalse(fake.hot.holds(FD));
            assertFalse(fake.cold.holds(FD));
        }
    }

    @Test
    void anUpdateInTheMiddleOfAMoveReachesTheSideWhereTheDescriptorWent() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(FD, Interest.READ, seen);
            AtomicReference<Thread> updater = new AtomicReference<>();
            fake.hot.afterRemove(() -> {
                if (updater.compareAndSet(null, new Thread(() -> update(registration)))) {
                    updater.get().start();
                }
            });
            while (updater.get() == null) {
                source.poll(1_000_000);
            }
            updater.get().join(Polling.LIMIT.toMillis());
            fake.ready(FD, Readiness.WRITABLE_BIT);
            Polling.untilSeen(source, seen, Readiness.WRITABLE_BIT);
        }
    }

    private static void update(Registration registration) {
        try {
            registration.update(Interest.WRITE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aOneShotIsReportedOnceWhereverItIsArmed() throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(FD, Interest.READ.oneShot(), seen);
            untilCold(source);
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            registration.rearm();
            Polling.until(source, () -> seen.count() == 2, () -> "a second event");
            Polling.assertSilent(source);
            assertEquals(2, seen.count());
        }
    }

    @Test
    void aDescriptorThatTheHotSideRefusesStaysColdAndIsServedThere() throws IOException {
        refuseOnTheHotSide(new IOException("no room"));
    }

    @Test
    void aDescriptorThatTheHotSideHasNoMemoryForStaysColdAndIsServedThere() throws IOException {
        refuseOnTheHotSide(new OutOfMemoryError("of the test's"));
    }

    private void refuseOnTheHotSide(Throwable refusal) throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            untilCold(source);
            fake.hot.refuse(refusal);
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.until(source, () -> seen.count() == 3, () -> "three events");
            assertTrue(fake.cold.holds(FD));
            fake.hot.refuse(null);
            Polling.until(source, () -> seen.count() == 4, () -> "a fourth event");
            assertTrue(fake.hot.holds(FD));
        }
    }

    @Test
    void aDescriptorThatTheColdSideRefusesStaysHotAndIsServedThere() throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            fake.cold.refuse(new IOException("no room"));
            source.register(FD, Interest.READ, seen);
            for (int i = 0; i < 5; i++) {
                source.pollNow();
            }
            assertTrue(fake.hot.holds(FD));
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
            assertEquals(0, source.statistics().demotions());
        }
    }

    @Test
    void aColdThreadThatDiesEndsTheBlockedPollAndClosesTheSource() throws Exception {
        EventSource source = open();
        fake.cold.awaitWaiter();
        RuntimeException cause = new IllegalStateException("of the test's");
        fake.cold.fail(cause);
        MechanismFailedException failure = assertThrows(MechanismFailedException.class, source::poll);
        assertSame(cause, failure.getCause());
        assertFalse(source.isOpen());
        assertTrue(fake.hot.isClosed());
        assertTrue(fake.cold.isClosed());
    }

    @Test
    void anErrorOfAColdWaitIsThrownByThePollAndTheSourceGoesOn() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            untilCold(source);
            fake.cold.awaitWaiter();
            IOException cause = new IOException("out of memory for a moment");
            fake.cold.fail(cause);
            assertSame(cause, assertThrows(IOException.class, source::poll).getCause());
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
        }
    }

    /** The other side would tell of another file from the moment it has it. */
    @Test
    void aNumberThatStandsForAnotherFileIsNotLentToTheOtherSideForAMoment() throws IOException {
        try (EventSource source = open()) {
            AtomicInteger lent = new AtomicInteger();
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            fake.hot.replace(true);
            fake.cold.beforeAdd(lent::incrementAndGet);
            pollForRounds(source);
            assertEquals(0, lent.get(), "to the cold side");
            assertTrue(fake.hot.holds(FD));
            fake.hot.replace(false);
            untilCold(source);
            fake.cold.replace(true);
            fake.hot.beforeAdd(lent::incrementAndGet);
            lent.set(0);
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
            pollForRounds(source);
            assertEquals(0, lent.get(), "to the hot side");
            assertTrue(fake.cold.holds(FD));
        }
    }

    /** As the hot side's wait is, which the poll throws and nothing more. */
    @Test
    void aColdWaitThatFindsNoMemoryIsToldByThePollAndTheSourceGoesOn() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            untilCold(source);
            fake.cold.awaitWaiter();
            Error cause = new OutOfMemoryError("of the test's");
            fake.cold.fail(cause);
            assertSame(cause, assertThrows(IOException.class, source::poll).getCause());
            assertTrue(source.isOpen());
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, seen);
        }
    }

    /** The event of a hot one-shot waits behind a handler that takes long, while another thread polls and moves what is quiet. */
    @Test
    void aHotOneShotWhoseEventIsOnItsWayIsToldOnceHoweverManyRoundsOthersMake() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder(MoveTest::arm);
            CountDownLatch inHandler = new CountDownLatch(1);
            CountDownLatch others = new CountDownLatch(1);
            source.register(OTHER, Interest.READ.oneShot(), (registration, ready) -> {
                inHandler.countDown();
                await(others);
            });
            source.register(FD, Interest.READ.oneShot(), seen);
            fake.ready(Map.of(OTHER, Readiness.READABLE_BIT, FD, Readiness.READABLE_BIT));
            Companion<Void> first = Companion.running(() -> source.poll(Polling.LIMIT));
            assertTrue(inHandler.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
            // Nothing is ready any more, so that whatever is told from now on is told a second time.
            pollForRounds(source);
            assertEquals(0, seen.count(), "it is told by the thread that has it");
            fake.ready(FD, 0);
            others.countDown();
            first.join();
            pollForRounds(source);
            assertEquals(1, seen.count());
        }
    }

    /** The same of a cold one, whose event calls for a move. */
    @Test
    void aColdOneShotWhoseEventIsOnItsWayIsToldOnceHoweverManyRoundsOthersMake() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder(MoveTest::arm);
            CountDownLatch inHandler = new CountDownLatch(1);
            CountDownLatch others = new CountDownLatch(1);
            source.register(OTHER, Interest.READ.oneShot(), (registration, ready) -> {
                inHandler.countDown();
                await(others);
            });
            source.register(FD, Interest.READ.oneShot(), seen);
            untilCold(source);
            fake.cold.awaitWaiter();
            fake.ready(Map.of(OTHER, Readiness.READABLE_BIT, FD, Readiness.READABLE_BIT));
            Companion<Void> first = Companion.running(() -> source.poll(Polling.LIMIT));
            assertTrue(inHandler.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
            pollForRounds(source);
            assertEquals(0, seen.count(), "it is told by the thread that has it");
            fake.ready(FD, 0);
            others.countDown();
            first.join();
            pollForRounds(source);
            assertEquals(1, seen.count());
            assertEquals(1, source.statistics().promotions(), "it moved when it was armed again");
        }
    }

    private static void pollForRounds(EventSource source) throws IOException {
        for (int i = 0; i < 20; i++) {
            source.poll(1_000_000);
        }
    }

    private static void arm(Registration registration, Readiness ready) throws IOException {
        registration.rearm();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closeEndsTheColdThreadWhileItWaitsAndWhileItHasLentItsSet() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        untilCold(source);
        fake.cold.awaitWaiter();
        fake.ready(FD, Readiness.READABLE_BIT);
        source.close();
        assertTrue(fake.cold.isClosed());
    }

    @Test
    void anInvalidDescriptorOnTheColdSideIsReportedOnceAndEnds() throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(FD, Interest.READ, seen);
            untilCold(source);
            fake.ready(FD, Readiness.INVALID_BIT);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertTrue(seen.all().get(0).isInvalid());
            assertFalse(registration.isActive());
            assertFalse(fake.cold.holds(FD));
        }
    }

    @Test
    void aPolicyThatThrowsClosesTheSourceWithItsCause() throws IOException {
        RuntimeException cause = new ArithmeticException("of the test's");
        MigrationPolicy policy = new MigrationPolicy() {
            private int asked;

            @Override
            public long patience(MigrationCosts costs) {
                if (asked++ > 0) {
                    throw cause;
                }
                return 1;
            }

            @Override
            public long worth(MigrationCosts costs) {
                return 1;
            }
        };
        EventSource source =
                EventSource.builder().backend(new FakeBackend(policy)).open();
        MechanismFailedException failure = assertThrows(MechanismFailedException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                source.pollNow();
            }
        });
        assertSame(cause, failure.getCause());
        assertFalse(source.isOpen());
    }
}
