package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Recorder;
import dev.vigil.loop.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the set is made anew, and when not: what is stale for a moment only, and what the system refuses. */
class RebuildsTest {
    private static final int FD = 5;

    private final ScriptedMechanism mechanism = new ScriptedMechanism();
    private final Recorder seen = new Recorder();

    private void ready(Batch batch, long nanos) {
        batch.add(mechanism.words.get(FD), Readiness.READABLE_BIT);
    }

    /** As long as the kernel finds a ghost, each wait does. */
    private void readyForEver(Batch batch, long nanos) {
        ready(batch, nanos);
        mechanism.then(this::readyForEver);
    }

    @Test
    void aCancellerThatIsHeldUpBeforeTheMechanismLearnsOfItIsNoReasonToRebuild() throws Exception {
        try (EventSource source = mechanism.open(Feature.MANY_WAITERS)) {
            Registration registration = source.register(FD, Interest.READ, seen);
            int permits = mechanism.removals.drainPermits();
            Companion<Void> canceller = Companion.running(registration::cancel);
            Companion.await(() -> !registration.isActive(), "it has ended, and the mechanism has not heard of it");
            for (int i = 0; i < 7; i++) {
                mechanism.elsewhere.add(this::ready);
            }
            Companion<Void> poller = Companion.running(() -> {
                while (!mechanism.elsewhere.isEmpty()) {
                    assertEquals(0, source.pollNow());
                }
            });
            Companion.await(() -> poller.thread().getState() == Thread.State.BLOCKED, "the poller asks the canceller");
            mechanism.removals.release(permits);
            canceller.join();
            poller.join();
            assertEquals(7, source.statistics().stale());
            assertEquals(0, mechanism.attempts.get());
            assertEquals(0, seen.count());
        }
    }

    @Test
    void aRebuildThatTheSystemRefusesEndsNoPollAndIsTriedAgainLaterAndLoggedOnce() throws IOException {
        refuse(new IOException("EMFILE"));
    }

    /** Of all that a source does, the list of what a large one watches takes the most. */
    @Test
    void aRebuildThatFindsNoMemoryEndsNoPollAndIsTriedAgainLaterAndLoggedOnce() throws IOException {
        refuse(new OutOfMemoryError("of the test's"));
    }

    private void refuse(Throwable refusal) throws IOException {
        try (LogLines log = LogLines.of("dev.vigil");
                EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, seen).cancel();
            mechanism.then(this::readyForEver);
            mechanism.rebuildRefusal = refusal;
            pollAmongGhosts(source, 3);
            mechanism.rebuildRefusal = null;
            pollAmongGhosts(source, 4);
            assertEquals(1, source.statistics().rebuilds());
            assertEquals(0, seen.count());
            long told = log.lines().stream()
                    .filter(line -> line.contains(refusal.getMessage()))
                    .count();
            assertEquals(1, told, () -> "logged: " + log.lines());
        }
    }

    /** Polls while each wait finds the ghost, until rebuilds have been tried so often. */
    private void pollAmongGhosts(EventSource source, int attempts) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (mechanism.attempts.get() < attempts) {
            assertTrue(System.nanoTime() - end < 0, () -> "only " + mechanism.attempts + " attempts");
            assertEquals(0, source.pollNow());
        }
    }

    @Test
    void whileARebuildIsPutOffABlockedPollDoesNotSpin() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil");
                EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, seen).cancel();
            mechanism.then(this::readyForEver);
            mechanism.rebuildRefusal = new IOException("EMFILE");
            pollAmongGhosts(source, 1);
            long before = source.statistics().waits();
            assertEquals(0, source.poll(50_000_000));
            long waits = source.statistics().waits() - before;
            assertTrue(waits <= 60, () -> "50 ms of a ghost took " + waits + " waits");
            assertFalse(log.lines().isEmpty());
        }
    }

    /** Nobody tells that a ghost has gone by itself; words of threads that cancel are no reason to pause for ever after. */
    @Test
    void aRebuildThatNoGhostAsksForAnyMoreIsNoLongerPutOff() throws IOException {
        Table table = new Table();
        Rebuilds rebuilds = new Rebuilds(new OpenState(), "scripted", mechanism, table, new ControlLocks(table));
        mechanism.rebuildRefusal = new IOException("EMFILE");
        try (LogLines log = LogLines.of("dev.vigil")) {
            rebuilds.rebuild();
            assertFalse(log.lines().isEmpty());
        }
        assertTrue(rebuilds.isPutOff());
        Companion.await(() -> !rebuilds.isPutOff(), "it is forgotten");
        rebuilds.rebuild();
        assertEquals(2, mechanism.attempts.get());
        assertTrue(rebuilds.isPutOff(), "refused again");
    }

    @Test
    void aChannelThatIsClosedBeforeItIsAddedIsToldSoWhateverItsNumberIsByThen() throws IOException {
        Pipe pipe = Pipe.open();
        try (EventSource source = mechanism.open(Feature.CHANNELS)) {
            pipe.source().configureBlocking(false);
            mechanism.described = () -> close(pipe);
            mechanism.refusal = new IOException("EBADF");
            ClosedChannelException thrown = assertThrows(
                    ClosedChannelException.class, () -> source.register(pipe.source(), Interest.READ, seen));
            assertEquals("EBADF", thrown.getSuppressed()[0].getMessage());
        } finally {
            pipe.sink().close();
        }
    }

    @Test
    void aChannelThatIsClosedWhileItIsRegisteredIsNotWatched() throws IOException {
        Pipe pipe = Pipe.open();
        try (EventSource source = mechanism.open(Feature.CHANNELS)) {
            pipe.source().configureBlocking(false);
            mechanism.added = () -> close(pipe);
            mechanism.removals.drainPermits();
            mechanism.removals.release();
            assertThrows(ClosedChannelException.class, () -> source.register(pipe.source(), Interest.READ, seen));
            assertEquals(0, mechanism.removals.availablePermits(), "it was taken out again");
            mechanism.removals.release();
        } finally {
            pipe.sink().close();
        }
    }

    private static void close(Pipe pipe) {
        try {
            pipe.source().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
