package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A nested cold side that fails while something is hot. */
class NestedTroubleTest {
    private static final int BUSY = 7;
    private static final int QUIET = 8;

    /** Names a slot that no registration has. */
    private static final long GHOST_SLOT = 50;

    private final FakeBackend fake = FakeBackend.nested(Policies.EAGER);
    private final Recorder busy = new Recorder();
    private final Recorder quiet = new Recorder();
    private EventSource source;

    /** One is hot and stays so while it is ready, the other is cold. */
    @BeforeEach
    void open() throws IOException {
        source = EventSource.builder().backend(fake).open();
        source.register(BUSY, Interest.READ, busy);
        source.register(QUIET, Interest.READ, quiet);
        fake.ready(BUSY, Readiness.READABLE_BIT);
        Polling.untilSeen(source, busy);
        assertTrue(fake.hot.holds(BUSY) && fake.cold.holds(QUIET));
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void anErrorOfTheColdSideIsThrownAndWhatTheHotSideHasFetchedIsStillTold() throws IOException {
        IOException cause = new IOException("out of memory for a moment");
        fake.cold.fail(cause);
        fake.ready(FakeMechanism.FD, Readiness.READABLE_BIT);
        int before = busy.count();
        assertSame(cause, assertThrows(IOException.class, source::pollNow));
        assertEquals(before, busy.count());
        fake.ready(FakeMechanism.FD, 0);
        fake.ready(BUSY, 0);
        source.pollNow();
        assertEquals(before + 1, busy.count());
        fake.ready(QUIET, Readiness.READABLE_BIT);
        fake.ready(FakeMechanism.FD, Readiness.READABLE_BIT);
        Polling.untilSeen(source, quiet);
    }

    @Test
    void aColdSideThatFailsForGoodClosesTheSourceAndBothSides() {
        RuntimeException cause = new IllegalStateException("of the test's");
        MechanismFailedException failure = new MechanismFailedException("broken", cause);
        fake.cold.fail(failure);
        fake.ready(FakeMechanism.FD, Readiness.READABLE_BIT);
        assertSame(
                cause,
                assertThrows(MechanismFailedException.class, source::pollNow).getCause());
        assertFalse(source.isOpen());
        assertTrue(fake.hot.isClosed() && fake.cold.isClosed());
    }

    @Test
    void aColdSideThatTheHotOneRefusesToTakeInAgainAfterARebuildIsHeardAllTheSame() throws IOException {
        refuseColdSide(new IOException("out of memory for a moment"));
    }

    @Test
    void aColdSideThatTheHotOneHasNoMemoryToTakeInAgainAfterARebuildIsHeardAllTheSame() throws IOException {
        refuseColdSide(new OutOfMemoryError("of the test's"));
    }

    private void refuseColdSide(Throwable refusal) throws IOException {
        fake.hot.refuse(refusal);
        fake.hot.haunt(GHOST_SLOT);
        Polling.until(source, () -> source.statistics().rebuilds() == 1, () -> "a rebuild");
        assertFalse(fake.hot.holds(FakeMechanism.FD));
        fake.ready(QUIET, Readiness.READABLE_BIT);
        Polling.untilSeen(source, quiet);
        assertTrue(fake.hot.holds(BUSY) && fake.cold.holds(QUIET));
        fake.hot.refuse(null);
        Polling.until(source, () -> fake.hot.holds(FakeMechanism.FD), () -> "the cold side among the hot ones");
    }
}
