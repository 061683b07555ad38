package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.BackendUnavailableException;
import dev.vigil.Feature;
import dev.vigil.contract.ForeignChannel;
import dev.vigil.selector.Over.EachBackend;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What the specification says of bad input. */
class BadInputTest {
    @EachBackend
    void aForeignChannelIsRefused(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                SelectableChannel foreign = new ForeignChannel()) {
            foreign.configureBlocking(false);
            assertThrows(IllegalSelectorException.class, () -> foreign.register(selector, SelectionKey.OP_READ));
            assertEquals(0, selector.selectNow());
        }
    }

    @EachBackend
    void anActionThatIsNullIsRefused(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            assertThrows(NullPointerException.class, () -> selector.select(null));
            assertThrows(NullPointerException.class, () -> selector.select(null, 1));
            assertThrows(NullPointerException.class, () -> selector.selectNow(null));
            assertThrows(IllegalArgumentException.class, () -> selector.select(-1));
        }
    }

    @EachBackend
    void aClosedSelectorIsRefusedAndWakingItIsNot(String backend) throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            Selector selector = Over.open(backend);
            selector.close();
            assertThrows(ClosedSelectorException.class, selector::select);
            assertThrows(ClosedSelectorException.class, selector::keys);
            assertThrows(ClosedSelectorException.class, () -> source.register(selector, SelectionKey.OP_READ));
            selector.wakeup();
            selector.close();
            assertTrue(sink.isOpen());
        }
    }

    @EachBackend
    void aBlockingChannelAndAnInterestThatItHasNotAreRefused(String backend) throws IOException {
        Pipe pipe = Pipe.open();
        try (Selector selector = Over.open(backend);
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertThrows(IllegalBlockingModeException.class, () -> source.register(selector, SelectionKey.OP_READ));
            source.configureBlocking(false);
            assertThrows(IllegalArgumentException.class, () -> source.register(selector, SelectionKey.OP_WRITE));
            assertEquals(0, selector.keys().size());
            assertTrue(sink.isOpen());
        }
    }

    @EachBackend
    void aCancelledKeyIsRefused(String backend) throws IOException {
        Pipe pipe = Pipe.open();
        try (Selector selector = Over.open(backend);
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            SelectionKey key = source.register(selector, SelectionKey.OP_READ);
            key.cancel();
            assertThrows(CancelledKeyException.class, key::interestOps);
            assertThrows(CancelledKeyException.class, () -> key.interestOps(0));
            assertThrows(CancelledKeyException.class, key::readyOps);
            assertThrows(CancelledKeyException.class, () -> source.register(selector, SelectionKey.OP_READ));
            assertEquals(0, selector.selectNow());
            assertTrue(sink.isOpen());
            assertTrue(source.register(selector, SelectionKey.OP_READ).isValid());
        }
    }

    @Test
    void aBackendWithoutChannelsIsRefused() {
        MadeUpBackend without = new MadeUpBackend();
        without.features = EnumSet.of(Feature.DESCRIPTORS);
        BackendUnavailableException refused =
                assertThrows(BackendUnavailableException.class, () -> new VigilSelectorProvider(without));
        assertTrue(refused.getMessage().contains("made-up watches no channels"), refused::getMessage);
    }
}
