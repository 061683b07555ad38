package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What goes wrong around a move: closing, rebuilding, delegates and cold threads that fail. Nothing of it is ever silent. */
class MoveTroubleTest {
    private static final int FD = 7;
    private static final int OTHER = 8;
    private static final int GHOST_SLOT = 50;

    /** So often a ghost comes before it is taken for one. */
    private static final int HAUNTED = 8;

    private final FakeBackend fake = new FakeBackend(Policies.EAGER);

    private EventSource open() throws IOException {
        return EventSource.builder().backend(fake).open();
    }

    private void untilCold(EventSource source, int fd) throws IOException {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!fake.cold.holds(fd)) {
            assertTrue(System.nanoTime() < end, "did not turn cold");
            source.poll(1_000_000);
        }
    }

    /** Polls without waiting until it throws. */
    private static <E extends Exception> E untilItThrows(Class<E> type, EventSource source) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        return assertThrows(type, () -> {
            while (System.nanoTime() < end) {
                source.pollNow();
            }
        });
    }

    @Test
    void aCloseInTheMiddleOfADemotionEndsThePollAndClosesBothSides() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        Thread closer = closeWhenCalled(source, fake.cold);
        assertThrows(ClosedEventSourceException.class, () -> Polling.until(source, () -> false, () -> "the closing"));
        closer.join(Polling.LIMIT.toMillis());
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    @Test
    void aCloseInTheMiddleOfAPromotionEndsThePollAndClosesBothSides() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        untilCold(source, FD);
        Thread closer = closeWhenCalled(source, fake.hot);
        fake.ready(FD, Readiness.READABLE_BIT);
        assertThrows(ClosedEventSourceException.class, () -> Polling.until(source, () -> false, () -> "the closing"));
        closer.join(Polling.LIMIT.toMillis());
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    private static Thread closeWhenCalled(EventSource source, FakeMechanism side) {
        Thread closer = new Thread(source::close);
        AtomicReference<Thread> unstarted = new AtomicReference<>(closer);
        side.beforeAdd(() -> {
            Thread starting = unstarted.getAndSet(null);
            if (starting != null) {
                starting.start();
            }
        });
        return closer;
    }

    @Test
    void anUpdateBetweenTheColdEventAndTheMoveDecidesWhatIsTold() throws Exception {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(FD, Interest.READ, seen);
            untilCold(source, FD);
            fake.cold.awaitWaiter();
            fake.ready(FD, Readiness.READABLE_BIT);
            registration.update(Interest.WRITE);
            Polling.assertSilent(source);
            fake.ready(FD, Readiness.WRITABLE_BIT);
            Polling.untilSeen(source, seen);
            seen.assertOnly(Readiness.WRITABLE_BIT);
        }
    }

    @Test
    void aRebuildGivesEachSideWhatItHolds() throws IOException {
        try (EventSource source = open()) {
            source.register(FD, Interest.READ, new Recorder());
            untilCold(source, FD);
            Recorder busy = new Recorder();
            source.register(OTHER, Interest.READ, busy);
            fake.ready(OTHER, Readiness.READABLE_BIT);
            fake.hot.haunt(GHOST_SLOT);
            Polling.until(source, () -> fake.hot.rebuilt() != null, () -> "the rebuild");
            assertEquals(List.of(OTHER), fake.hot.rebuilt());
            assertEquals(List.of(FD), fake.cold.rebuilt());
            assertEquals(1, source.statistics().rebuilds());
            busy.clear();
            Polling.untilSeen(source, busy);
        }
    }

    @Test
    void aRebuildOfAnotherThreadWaitsForTheMoveUnderWay() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        AtomicBoolean moving = new AtomicBoolean();
        AtomicBoolean dispatched = new AtomicBoolean();
        AtomicReference<Boolean> rebuiltInTheMove = new AtomicReference<>();
        try (EventSource source = open()) {
            source.register(FD, Interest.READ, (registration, readiness) -> {
                if (looks.incrementAndGet() == HAUNTED) {
                    Companion.await(moving::get, "the move");
                    dispatched.set(true);
                }
            });
            fake.ready(FD, Readiness.READABLE_BIT);
            fake.hot.haunt(GHOST_SLOT);
            Companion<Void> rebuilding = Companion.running(() -> {
                while (looks.get() < HAUNTED) {
                    source.pollNow();
                }
            });
            Companion.await(() -> looks.get() == HAUNTED, "the event before the rebuild");
            fake.hot.haunt(0);
            fake.ready(FD, 0);
            fake.cold.beforeAdd(() -> {
                moving.set(true);
                Companion.await(
                        () -> dispatched.get() && rebuilding.thread().getState() != Thread.State.RUNNABLE,
                        "the rebuild waits, or has ended");
                rebuiltInTheMove.compareAndSet(null, fake.cold.rebuilt() != null || fake.hot.rebuilt() != null);
            });
            untilCold(source, FD);
            rebuilding.join();
            assertEquals(false, rebuiltInTheMove.get());
            assertEquals(1, source.statistics().rebuilds());
            assertEquals(List.of(FD), fake.cold.rebuilt());
            assertEquals(List.of(), fake.hot.rebuilt());
        }
    }

    @Test
    void aSideThatThrowsUncheckedInAMoveLeavesTheDescriptorWhereItIs() throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            source.register(FD, Interest.READ, seen);
            untilCold(source, FD);
            fake.hot.refuse(new IllegalStateException("of the test's"));
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.until(source, () -> seen.count() == 3, () -> "three events");
            assertTrue(fake.cold.holds(FD));
            assertFalse(fake.hot.holds(FD));
        }
    }

    @Test
    void anErrorOfTheHotWaitIsThrownByThePollAndTheSourceGoesOn() throws IOException {
        try (EventSource source = open()) {
            Recorder hot = new Recorder();
            Recorder cold = new Recorder();
            source.register(FD, Interest.READ, cold);
            untilCold(source, FD);
            source.register(OTHER, Interest.READ, hot);
            IOException cause = new IOException("out of memory for a moment");
            fake.hot.fail(cause);
            assertSame(cause, assertThrows(IOException.class, source::poll));
            fake.ready(OTHER, Readiness.READABLE_BIT);
            Polling.untilSeen(source, hot);
            fake.ready(FD, Readiness.READABLE_BIT);
            Polling.untilSeen(source, cold);
        }
    }

    @Test
    void aHotSideThatFailsForGoodClosesTheSource() throws IOException {
        EventSource source = open();
        fake.hot.fail(new MechanismFailedException("of the test's", null));
        assertThrows(MechanismFailedException.class, source::poll);
        assertFalse(source.isOpen());
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    @Test
    void aColdThreadThatDiesIsToldByAPollThatDoesNotWait() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        untilCold(source, FD);
        fake.cold.awaitWaiter();
        RuntimeException cause = new IllegalStateException("of the test's");
        fake.cold.fail(cause);
        assertSame(cause, untilItThrows(MechanismFailedException.class, source).getCause());
        assertFalse(source.isOpen());
    }

    @Test
    void aColdThreadThatDiesIsToldThoughTheHotSideIsAlwaysBusy() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        untilCold(source, FD);
        source.register(OTHER, Interest.READ, (registration, ready) -> {});
        fake.ready(OTHER, Readiness.READABLE_BIT);
        fake.cold.awaitWaiter();
        Error cause = new StackOverflowError("of the test's");
        fake.cold.fail(cause);
        assertSame(cause, untilItThrows(MechanismFailedException.class, source).getCause());
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    @Test
    void aColdSideThatThrowsWhileItIsLentIsToldByThePoll() throws Exception {
        EventSource source = open();
        source.register(FD, Interest.READ, new Recorder());
        untilCold(source, FD);
        // It stays cold, and the set is looked at again after the handlers.
        fake.hot.refuse(new IOException("no room"));
        fake.ready(FD, Readiness.READABLE_BIT);
        source.poll();
        RuntimeException cause = new IllegalStateException("of the test's");
        fake.cold.fail(cause);
        assertSame(cause, untilItThrows(RuntimeException.class, source));
        source.close();
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    @Test
    void bothSidesAreClosedThoughOneOfThemThrows() throws IOException {
        EventSource source = open();
        RuntimeException cause = new IllegalStateException("of the test's");
        fake.hot.failOnClose(cause);
        assertSame(cause, assertThrows(RuntimeException.class, source::close));
        assertTrue(fake.cold.isClosed());
    }
}
