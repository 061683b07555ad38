package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.vigil.contract.Polling;
import dev.vigil.selector.Over.EachBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Cancelled keys, closed channels, closed selectors. */
class ClosingTest {
    private static final int READ = SelectionKey.OP_READ;

    @EachBackend
    void aCancelledKeyLeavesWithTheNextSelection(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            link.send(1);
            assertEquals(1, selector.select());
            key.cancel();
            assertTrue(selector.keys().contains(key));
            assertThrows(CancelledKeyException.class, () -> link.register(selector, READ));
            assertEquals(0, selector.selectNow());
            assertFalse(selector.keys().contains(key));
            assertFalse(selector.selectedKeys().contains(key));
            assertFalse(link.end.isRegistered());
            SelectionKey next = link.register(selector, READ);
            assertNotSame(key, next);
            assertEquals(1, selector.select());
        }
    }

    @EachBackend
    void aChannelIsBlockingAgainAfterItsKeyHasLeft(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            selector.selectNow();
            assertThrows(IllegalBlockingModeException.class, () -> link.end.configureBlocking(true));
            key.cancel();
            selector.selectNow();
            link.end.configureBlocking(true);
            link.send(1);
            assertEquals(1, link.end.read(ByteBuffer.allocate(10)));
        }
    }

    @EachBackend
    void aChannelIsBlockingAgainAsSoonAsItsKeyIsCancelled(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            selector.selectNow();
            key.cancel();
            link.end.configureBlocking(true);
            link.send(1);
            assertEquals(1, link.end.read(ByteBuffer.allocate(10)));
        }
    }

    @EachBackend
    void theDescriptorOfAClosedChannelIsClosedByTheNextSelection(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            Link warm = new Link();
            warm.register(selector, READ);
            selector.selectNow();
            warm.close();
            selector.selectNow();
            long before = descriptors();
            for (int i = 0; i < 20; i++) {
                try (Link link = new Link()) {
                    link.register(selector, READ | SelectionKey.OP_WRITE);
                    assertEquals(1, selector.select());
                }
                selector.selectNow();
                awaitDescriptors(before);
            }
        }
    }

    /** Other threads of this process open files too, for a moment. */
    private static void awaitDescriptors(long expected) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (descriptors() != expected) {
            assertTrue(System.nanoTime() < end, () -> descriptors() + " descriptors are open, not " + expected);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    @EachBackend
    void aChannelClosedWhileItIsSelectedIsClosedToItsPeer(String backend) throws Exception {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, READ);
            CompletableFuture<Integer> selection = Selecting.in(selector);
            link.end.close();
            assertEquals(-1, link.peer.read(ByteBuffer.allocate(1)));
            selector.wakeup();
            assertEquals(0, selection.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @EachBackend
    void closingEndsASelectionInProgressAndAllKeys(String backend) throws Exception {
        try (Link link = new Link()) {
            Selector selector = Over.open(backend);
            SelectionKey key = link.register(selector, READ);
            CompletableFuture<Integer> selection = Selecting.in(selector);
            selector.close();
            assertEquals(0, selection.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
            assertFalse(key.isValid());
            assertNull(link.end.keyFor(selector));
            assertFalse(link.end.isRegistered());
            assertThrows(ClosedSelectorException.class, selector::select);
            assertThrows(ClosedSelectorException.class, () -> link.register(selector, READ));
            selector.wakeup();
            selector.close();
        }
    }

    @EachBackend
    void aNumberThatComesBackIsANewChannel(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            for (int i = 0; i < 200; i++) {
                try (Link link = new Link()) {
                    SelectionKey key = link.register(selector, READ);
                    assertEquals(0, selector.selectNow(), "something of the one before");
                    link.send(1);
                    assertEquals(1, selector.select());
                    assertTrue(selector.selectedKeys().contains(key));
                }
            }
        }
    }
}
