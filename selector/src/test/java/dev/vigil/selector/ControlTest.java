package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.Feature;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend is told of the keys. */
class ControlTest {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final MadeUpBackend backend = new MadeUpBackend();
    private Selector selector;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        selector = new VigilSelectorProvider(backend).openSelector();
        link = new Link();
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
        link.close();
    }

    private List<String> told() {
        List<String> told = List.copyOf(backend.calls);
        backend.calls.clear();
        return told;
    }

    @Test
    void aChangeIsToldAtTheNextSelection() throws IOException {
        SelectionKey key = link.register(selector, READ);
        assertEquals(List.of(), told());
        selector.selectNow();
        assertEquals(List.of("add READ"), told());
        key.interestOps(WRITE);
        assertEquals(List.of(), told());
        selector.selectNow();
        assertEquals(List.of("change READ to WRITE"), told());
    }

    @Test
    void whatIsUndoneBeforeTheNextSelectionIsNotTold() throws IOException {
        SelectionKey key = link.register(selector, READ);
        selector.selectNow();
        told();
        for (int i = 0; i < 10; i++) {
            key.interestOpsOr(WRITE);
            key.interestOpsAnd(~WRITE);
        }
        selector.selectNow();
        assertEquals(List.of(), told());
    }

    @Test
    void ofManyChangesTheLastIsTold() throws IOException {
        SelectionKey key = link.register(selector, READ);
        selector.selectNow();
        told();
        key.interestOps(0);
        key.interestOps(READ | WRITE);
        key.interestOps(WRITE);
        selector.selectNow();
        assertEquals(List.of("change READ to WRITE"), told());
    }

    @Test
    void aKeyWithoutInterestIsNotToldUntilItHasOne() throws IOException {
        SelectionKey key = link.register(selector, 0);
        selector.selectNow();
        assertEquals(List.of(), told());
        key.interestOps(READ);
        selector.selectNow();
        key.interestOps(0);
        selector.selectNow();
        assertEquals(List.of("add READ", "change READ to NONE"), told());
    }

    @Test
    void aCancelledKeyIsTakenOutOnce() throws IOException {
        SelectionKey key = link.register(selector, READ);
        selector.selectNow();
        told();
        key.cancel();
        key.cancel();
        selector.selectNow();
        selector.selectNow();
        assertEquals(List.of("remove READ"), told());
    }

    @Test
    void aKeyCancelledBeforeItsFirstSelectionIsNeverTold() throws IOException {
        link.register(selector, READ).cancel();
        selector.selectNow();
        assertEquals(List.of(), told());
    }

    @Test
    void aRefusedKeyFailsNoSelectionAndIsTriedAgain() throws IOException {
        SelectionKey key = link.register(selector, READ);
        backend.refusals = 2;
        selector.selectNow();
        selector.selectNow();
        selector.selectNow();
        selector.selectNow();
        assertEquals(List.of("add READ", "add READ", "add READ"), told());
        key.interestOps(WRITE);
        backend.refusals = 1;
        selector.selectNow();
        selector.selectNow();
        selector.selectNow();
        assertEquals(List.of("change READ to WRITE", "change READ to WRITE"), told());
    }

    @Test
    void aRefusedKeyIsTriedOnceASelectionHoweverOftenItsInterestIsSet() throws IOException {
        SelectionKey key = link.register(selector, READ);
        backend.refusals = Integer.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            selector.selectNow();
            key.interestOps(i % 2 == 0 ? WRITE : READ);
        }
        assertEquals(List.of("add READ", "add WRITE", "add READ", "add WRITE", "add READ"), told());
    }

    @Test
    void aBackendThatMisbehavesFailsNoSelection() throws IOException {
        link.register(selector, READ);
        backend.failure = new IllegalArgumentException("made up");
        selector.selectNow();
        selector.selectNow();
        selector.selectNow();
        assertEquals(List.of("add READ", "add READ"), told());
    }

    @Test
    void anErrorLosesNoKey() throws IOException {
        try (Link another = new Link()) {
            link.register(selector, READ);
            another.register(selector, WRITE);
            backend.failure = new AssertionError("made up");
            assertThrows(AssertionError.class, selector::selectNow);
            selector.selectNow();
            selector.selectNow();
            assertEquals(List.of("add READ", "add READ", "add WRITE"), told());
        }
    }

    @Test
    void whoSetsInterestsAllTheTimeHoldsNoSelectionOff() throws IOException {
        SelectionKey key = link.register(selector, READ);
        backend.within = () -> {
            if (backend.calls.size() < 100) {
                key.interestOps(key.interestOps() ^ (READ | WRITE));
            }
        };
        selector.selectNow();
        assertEquals(1, told().size());
    }

    @Test
    void whatCannotBeMadeLeavesNothingOpen() {
        backend.batchFailure = new IllegalStateException("no batch");
        VigilSelectorProvider provider = new VigilSelectorProvider(backend);
        assertThrows(IllegalStateException.class, provider::openSelector);
        assertEquals(List.of("close"), told());
    }

    @Test
    void aRefusedKeyThatIsClosedIsGivenUp() throws IOException {
        link.register(selector, READ);
        backend.refusals = Integer.MAX_VALUE;
        selector.selectNow();
        link.end.close();
        selector.selectNow();
        selector.selectNow();
        assertEquals(List.of("add READ"), told());
    }

    @Test
    void wakingWithoutAWaiterIsNotTold() throws IOException {
        selector.wakeup();
        selector.select();
        selector.wakeup();
        assertEquals(List.of(), told());
    }

    @Test
    void nothingIsToldAfterClosing() throws IOException {
        link.register(selector, READ);
        selector.selectNow();
        selector.close();
        selector.wakeup();
        selector.close();
        assertEquals(List.of("add READ", "close"), told());
    }

    @Test
    void aKeyThatIsCancelledWhileItsChannelIsBeingAddedIsReleased() throws IOException {
        selector.close();
        backend.features = EnumSet.of(Feature.CHANNELS);
        selector = new VigilSelectorProvider(backend).openSelector();
        told();
        SelectionKey key = link.register(selector, READ);
        // By then the backend does not have it, and has nothing to let go of.
        backend.within = () -> {
            key.cancel();
            backend.calls.remove("release READ");
        };
        selector.selectNow();
        assertEquals(List.of("add READ", "release READ", "remove READ"), told());
    }
}
