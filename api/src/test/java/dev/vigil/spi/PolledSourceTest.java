package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the source makes of a mechanism that fails, is interrupted, or comes back with less than was asked for. */
class PolledSourceTest {
    private static final int FD = 5;

    private final ScriptedMechanism mechanism = new ScriptedMechanism();
    private final Recorder seen = new Recorder();

    private static void nothing(Batch batch, long nanos) {
        batch.scanned(0);
    }

    private void ready(Batch batch, long nanos) {
        batch.add(mechanism.words.get(FD), Readiness.READABLE_BIT);
    }

    private static void hold(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Test
    void aWaitThatASignalCutShortGoesOnWithTheTimeThatIsLeft() throws IOException {
        long hour = Duration.ofHours(1).toNanos();
        long[] given = new long[2];
        try (EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, seen);
            mechanism
                    .then(PolledSourceTest::nothing)
                    .then((batch, nanos) -> {
                        given[0] = nanos;
                        hold(5_000_000);
                        batch.interrupted();
                    })
                    .then((batch, nanos) -> {
                        given[1] = nanos;
                        ready(batch, nanos);
                    });
            assertEquals(1, source.poll(hour));
            assertTrue(given[0] <= hour, "more than asked for");
            assertTrue(given[1] <= given[0] - 5_000_000, "the time was not counted");
            assertTrue(given[1] > 0, "nothing left");
            assertEquals(1, source.statistics().interrupted());
        }
    }

    @Test
    void aRemovalThatThrowsLeavesTheNumberFree() throws IOException {
        try (EventSource source = mechanism.open()) {
            Registration registration = source.register(FD, Interest.READ, seen);
            mechanism.removalFailure = new IllegalStateException("no memory for it");
            assertThrows(IllegalStateException.class, registration::cancel);
            mechanism.removalFailure = null;
            assertFalse(registration.isActive());
            assertTrue(source.register(FD, Interest.READ, seen).isActive());
        }
    }

    @Test
    void aWaitThatTheSystemLimitsIsRepeatedUntilTheTimeIsOver() throws IOException {
        try (EventSource source = mechanism.open()) {
            for (int i = 0; i < 10_000; i++) {
                mechanism.then((batch, nanos) -> hold(Math.min(Math.max(nanos, 0), 1_000_000)));
            }
            long start = System.nanoTime();
            assertEquals(0, source.poll(20_000_000));
            assertTrue(System.nanoTime() - start >= 20_000_000, "ended early");
        }
    }

    @Test
    void whatIsInTheBatchWhenAWaitFailsIsDeliveredByTheNextPoll() throws IOException {
        IOException failure = new IOException("ENOMEM");
        try (EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, seen);
            mechanism.then((batch, nanos) -> {
                ready(batch, nanos);
                throw failure;
            });
            assertSame(failure, assertThrows(IOException.class, source::poll));
            assertEquals(0, seen.count());
            assertEquals(1, source.poll());
            assertEquals(1, seen.count());
            assertTrue(source.isOpen());
        }
    }

    @Test
    void aMechanismThatCannotGoOnClosesTheSource() throws Exception {
        EventSource source = mechanism.open(Feature.MANY_WAITERS);
        Registration registration = source.register(FD, Interest.READ, seen);
        Companion<Void> other = Companion.running(() -> assertThrows(ClosedEventSourceException.class, source::poll))
                .awaitBlocked();
        MechanismFailedException failure = new MechanismFailedException("its thread died", null);
        mechanism.then((batch, nanos) -> {
            throw failure;
        });
        assertSame(failure, assertThrows(MechanismFailedException.class, source::poll));
        other.join();
        assertFalse(source.isOpen());
        assertFalse(registration.isActive());
        assertEquals(1, mechanism.closed);
        assertThrows(ClosedEventSourceException.class, source::pollNow);
    }

    @Test
    void aMechanismOfAnotherSourceThatCannotGoOnEndsThisPollAndNotThisSource() throws IOException {
        ScriptedMechanism broken = new ScriptedMechanism();
        MechanismFailedException failure = new MechanismFailedException("its thread died", null);
        broken.then((batch, nanos) -> {
            throw failure;
        });
        try (EventSource source = mechanism.open()) {
            EventSource other = broken.open();
            Registration registration = source.register(FD, Interest.READ, (ready, of) -> other.poll());
            mechanism.then(this::ready).then(this::ready);
            assertSame(failure, assertThrows(MechanismFailedException.class, source::pollNow));
            assertFalse(other.isOpen());
            assertTrue(source.isOpen());
            assertTrue(registration.isActive());
            assertThrows(ClosedEventSourceException.class, source::pollNow, "the other one is closed by now");
            assertTrue(source.isOpen());
            assertEquals(2, registration.eventCount());
        }
    }

    @Test
    void aCancelTakesEffectWhileAnotherThreadCloses() throws Exception {
        EventSource source = mechanism.open(Feature.EDGE);
        Registration changing = source.register(FD, Interest.READ, seen);
        Registration cancelled = source.register(FD + 1, Interest.READ, seen);
        Companion<Void> change = aChangeHeldUp(changing);
        Companion<Void> closing = Companion.running(source::close);
        Companion.await(() -> !source.isOpen() && isLockedOut(closing), "the closing waits for the change");
        cancelled.cancel();
        assertFalse(cancelled.isActive());
        assertTrue(changing.isActive());
        mechanism.changes.release(Integer.MAX_VALUE);
        change.join();
        closing.join();
        assertFalse(changing.isActive());
    }

    /** A change that holds its control lock until {@code mechanism.changes} are released. */
    private Companion<Void> aChangeHeldUp(Registration registration) {
        mechanism.changes.drainPermits();
        Companion<Void> change = Companion.running(() -> registration.update(Interest.READ.edge()));
        Companion.await(mechanism.changes::hasQueuedThreads, "the change is under way");
        return change;
    }

    @Test
    void aWakeUpThatTheMechanismRefusesIsTriedAgainByTheNext() throws Exception {
        try (EventSource source = mechanism.open(Feature.MANY_WAITERS)) {
            Companion<Integer> blocked = Companion.calling(source::poll);
            Companion.await(() -> source.statistics().waits() == 2, "the other thread waits");
            blocked.awaitBlocked();
            mechanism.wakeFailure = new IllegalStateException("EIO");
            assertSame(mechanism.wakeFailure, assertThrows(IllegalStateException.class, source::wakeup));
            mechanism.wakeFailure = null;
            source.wakeup();
            assertEquals(0, blocked.join());
        }
    }

    @Test
    void aStaleWordThatKeepsComingBackHasTheSetRebuilt() throws IOException {
        try (EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, seen).cancel();
            for (int i = 0; i < 8; i++) {
                assertEquals(0, source.statistics().rebuilds());
                mechanism.then(this::ready);
                assertEquals(0, source.pollNow());
            }
            assertEquals(1, source.statistics().rebuilds());
            assertEquals(8, source.statistics().stale());
            assertEquals(0, seen.count());
        }
    }

    @Test
    void aRegistrationThatTheSystemRefusesLeavesNothing() throws IOException {
        try (EventSource source = mechanism.open()) {
            mechanism.refusal = new IOException("ENOSPC");
            assertSame(
                    mechanism.refusal, assertThrows(IOException.class, () -> source.register(FD, Interest.READ, seen)));
            mechanism.refusal = null;
            assertTrue(source.register(FD, Interest.READ, seen).isActive());
        }
    }

    @Test
    void aChangeThatTheSystemRefusesLeavesTheInterestAndTheArmingAsTheyWere() throws IOException {
        try (EventSource source = mechanism.open()) {
            Registration registration = source.register(FD, Interest.READ.oneShot(), seen);
            mechanism.then(this::ready);
            assertEquals(1, source.pollNow());
            mechanism.refusal = new IOException("ENOMEM");
            assertThrows(IOException.class, () -> registration.update(Interest.WRITE));
            assertThrows(IOException.class, registration::rearm);
            assertSame(Interest.READ.oneShot(), registration.interest());
            mechanism.then(this::ready);
            assertEquals(0, source.pollNow(), "it fired, and was not armed again");
        }
    }

    /** The mechanism may have done half of it, so that what seems to change nothing puts it right. */
    @Test
    void whatCouldNotBeTakenBackIsPutRightByTheNextChangeEvenToTheSameInterest() throws IOException {
        try (EventSource source = mechanism.open()) {
            Registration registration = source.register(FD, Interest.READ, seen);
            for (Change change : List.<Change>of(() -> registration.update(Interest.READ), registration::rearm)) {
                int before = mechanism.changes.availablePermits();
                change.make();
                assertEquals(before, mechanism.changes.availablePermits(), "nothing is to be changed");
                mechanism.refusal = new IOException("ENOMEM");
                assertThrows(IOException.class, () -> registration.update(Interest.WRITE));
                assertThrows(IOException.class, change::make, "it is told as long as it is not right");
                mechanism.refusal = null;
                change.make();
                assertEquals(before - 1, mechanism.changes.availablePermits());
                change.make();
                assertEquals(before - 1, mechanism.changes.availablePermits(), "it is right already");
            }
        }
    }

    /** A change of a registration. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    @Test
    void aWakeUpThatAThreadTookWhichHadEventsToDeliverLeavesTheOthersAwakeable() throws Exception {
        try (EventSource source = mechanism.open(Feature.MANY_WAITERS)) {
            source.register(FD, Interest.READ, seen);
            Companion<Integer> blocked = Companion.calling(source::poll);
            Companion.await(() -> source.statistics().waits() == 2, "the other thread waits");
            blocked.awaitBlocked();
            mechanism.then((batch, nanos) -> {
                ready(batch, nanos);
                mechanism.deaf = true;
                source.wakeup();
                mechanism.deaf = false;
                batch.woken();
            });
            assertEquals(1, source.poll());
            assertFalse(blocked.isDone());
            source.wakeup();
            assertEquals(0, blocked.join());
        }
    }

    @Test
    void aClosedDescriptorThatTwoThreadsHaveFetchedIsReportedInvalidOnce() throws Exception {
        try (EventSource source = mechanism.open(Feature.MANY_WAITERS, Feature.EDGE)) {
            Registration registration = source.register(FD, Interest.READ, seen);
            for (int i = 0; i < 2; i++) {
                mechanism.elsewhere.add((batch, nanos) -> batch.add(mechanism.words.get(FD), Readiness.INVALID_BIT));
            }
            // A change under way holds both up between finding the registration and ending it.
            Companion<Void> change = aChangeHeldUp(registration);
            Companion<Integer> one = Companion.calling(source::pollNow);
            Companion<Integer> other = Companion.calling(source::pollNow);
            Companion.await(() -> isLockedOut(one) && isLockedOut(other), "both are held up");
            mechanism.changes.release(Integer.MAX_VALUE);
            change.join();
            assertEquals(1, one.join() + other.join());
            assertEquals(1, seen.count());
            assertTrue(seen.last().isInvalid());
            assertFalse(registration.isActive());
        }
    }

    private static boolean isLockedOut(Companion<?> companion) {
        return companion.thread().getState() == Thread.State.BLOCKED;
    }

    @Test
    void aMechanismWhoseCloseFailsIsClosedOnce() throws IOException {
        EventSource source = mechanism.open();
        Registration registration = source.register(FD, Interest.READ, seen);
        mechanism.closeFailure = new IllegalStateException("EIO");
        assertSame(mechanism.closeFailure, assertThrows(IllegalStateException.class, source::close));
        assertFalse(source.isOpen());
        assertFalse(registration.isActive());
        source.close();
        assertEquals(1, mechanism.closed);
    }

    @Test
    void channelsThatAreClosedWithoutCancelDoNotPileUp() throws IOException {
        try (EventSource source = mechanism.open(Feature.CHANNELS)) {
            Pipe standing = Pipe.open();
            standing.source().configureBlocking(false);
            Registration registration = source.register(standing.source(), Interest.READ, seen);
            int most = 0;
            for (int i = 0; i < 1_000; i++) {
                Pipe pipe = Pipe.open();
                pipe.source().configureBlocking(false);
                source.register(pipe.source(), Interest.READ, seen);
                pipe.source().close();
                pipe.sink().close();
                most = Math.max(most, ((PolledSource) source).size());
            }
            assertTrue(most < 100, "kept " + most);
            assertTrue(registration.isActive());
            standing.source().close();
            standing.sink().close();
        }
    }
}
