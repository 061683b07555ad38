package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.selector.Over.EachBackend;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a selection reports. The JDK's own tests go further; see .ci/jdk-tests. */
class SelectionTest {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    @EachBackend
    void aReadyChannelIsSelectedOnceUntilItsKeyIsTakenOut(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            assertEquals(0, selector.selectNow());
            link.send(1);
            assertEquals(1, selector.select());
            assertEquals(Set.of(key), selector.selectedKeys());
            assertEquals(0, selector.select(), "the ready set does not change");
            selector.selectedKeys().clear();
            assertEquals(1, selector.select());
        }
    }

    @EachBackend
    void readinessIsAddedToThatOfASelectedKeyAndReplacesThatOfAnother(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            link.send(1);
            assertEquals(1, selector.select());
            link.drain();
            key.interestOps(READ | WRITE);
            assertEquals(1, selector.select());
            assertEquals(READ | WRITE, key.readyOps());
            selector.selectedKeys().clear();
            assertEquals(1, selector.select());
            assertEquals(WRITE, key.readyOps());
        }
    }

    @EachBackend
    void anActionGetsTheKeysAndTheSetStaysEmpty(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link first = new Link();
                Link second = new Link()) {
            SelectionKey one = first.register(selector, READ);
            SelectionKey other = second.register(selector, WRITE);
            first.send(1);
            List<SelectionKey> given = new ArrayList<>();
            while (given.size() < 2) {
                given.clear();
                selector.select(given::add);
            }
            assertEquals(Set.of(one, other), Set.copyOf(given));
            assertEquals(Set.of(), selector.selectedKeys());
        }
    }

    @EachBackend
    void anActionThatThrowsLosesNothing(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link first = new Link();
                Link second = new Link()) {
            first.register(selector, READ);
            second.register(selector, READ);
            first.send(1);
            second.send(1);
            IllegalStateException thrown = new IllegalStateException("of the action");
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () -> selector.select(key -> {
                                throw thrown;
                            })));
            Set<SelectionKey> seen = new HashSet<>();
            while (seen.size() < 2) {
                selector.select(seen::add);
            }
        }
    }

    @EachBackend
    void anActionMayCloseTheSelector(String backend) throws IOException {
        try (Link link = new Link()) {
            Selector selector = Over.open(backend);
            link.register(selector, WRITE);
            assertThrows(
                    ClosedSelectorException.class,
                    () -> selector.select(key -> {
                        try {
                            selector.close();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }));
            assertThrows(ClosedSelectorException.class, selector::selectNow);
            assertEquals(false, link.end.isRegistered());
        }
    }

    @EachBackend
    void aChangeOfInterestTakesEffectAtTheNextSelection(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, 0);
            assertEquals(0, selector.selectNow());
            for (int i = 0; i < 100; i++) {
                key.interestOps(WRITE);
                assertEquals(1, selector.selectNow());
                selector.selectedKeys().clear();
                key.interestOps(0);
                assertEquals(0, selector.selectNow());
            }
        }
    }

    @EachBackend
    void aHangUpOfAChannelWithoutInterestDoesNotEndASelection(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, READ);
            assertEquals(0, selector.selectNow());
            key.interestOps(0);
            assertEquals(0, selector.selectNow());
            link.peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            link.peer.close(); // a reset
            long start = System.nanoTime();
            assertEquals(0, selector.select(200));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200), "ended early");
            key.interestOps(READ);
            assertEquals(1, selector.select());
        }
    }

    @EachBackend
    void aTimeoutIsNeverEarly(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, READ);
            for (int millis = 1; millis <= 20; millis++) {
                long start = System.nanoTime();
                assertEquals(0, selector.select(millis));
                assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(millis), millis + " ms");
            }
        }
    }

    @EachBackend
    void moreThanABatchIsServedInTurn(String backend) throws IOException {
        int count = 1_100;
        List<DatagramChannel> channels = new ArrayList<>();
        try (Selector selector = Over.open(backend)) {
            try {
                for (int i = 0; i < count; i++) {
                    DatagramChannel channel = DatagramChannel.open();
                    channels.add(channel);
                    channel.configureBlocking(false);
                    channel.register(selector, WRITE);
                }
                for (int turns = 0; selector.selectedKeys().size() < count; turns++) {
                    assertTrue(
                            turns < 10,
                            () -> "after 10 selections only "
                                    + selector.selectedKeys().size());
                    selector.selectNow();
                }
            } finally {
                for (DatagramChannel channel : channels) {
                    channel.close();
                }
            }
        }
    }
}
