package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.Polling;
import dev.vigil.migrating.MigratingBackend;
import dev.vigil.migrating.MigratingSettings;
import dev.vigil.migrating.MigrationPolicy;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port of a closed channel is free as soon as the key has left, though a thread of the cold side was waiting on it. */
class ColdPortTest {
    private static final int TIMES = 30;

    private static Selector open(String delegates) throws IOException {
        int slash = delegates.indexOf('/');
        Backend backend = MigratingBackend.with(MigratingSettings.builder()
                .hot(delegates.substring(0, slash))
                .cold(delegates.substring(slash + 1))
                .policy(MigrationPolicy.fixed(1))
                .build());
        assumeTrue(backend.availability().usable(), () -> backend.availability().reason());
        return new VigilSelectorProvider(backend).openSelector();
    }

    private static ServerSocketChannel bind(SocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address);
            listener.configureBlocking(false);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Selects until the key is cold, and its thread has had the time to wait on it. */
    private static void cool(Selector selector) throws IOException {
        Mechanism mechanism = mechanismOf(selector);
        long before = mechanism.demotions();
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (mechanism.demotions() == before) {
            assertTrue(System.nanoTime() < end, "it stays hot");
            assertEquals(0, selector.select(1));
        }
        assertEquals(0, selector.select(5));
    }

    /** What the selector extends is no class that tests are compiled with. */
    private static Mechanism mechanismOf(Selector selector) {
        try {
            Method mechanism = selector.getClass().getDeclaredMethod("mechanism");
            mechanism.setAccessible(true);
            return (Mechanism) mechanism.invoke(selector);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll/poll", "nio/nio"})
    void isFreeWhenTheSelectionAfterTheClosingReturns(String delegates) throws IOException {
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Selector selector = open(delegates)) {
            for (int i = 0; i < TIMES; i++) {
                try (ServerSocketChannel listener = bind(address)) {
                    address = listener.getLocalAddress();
                    listener.register(selector, SelectionKey.OP_ACCEPT);
                    cool(selector);
                }
                assertEquals(0, selector.selectNow());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll/poll", "nio/nio"})
    void isFreeWhenAChannelIsClosedWhoseKeyHasLeft(String delegates) throws IOException {
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Selector selector = open(delegates)) {
            for (int i = 0; i < TIMES; i++) {
                try (ServerSocketChannel listener = bind(address)) {
                    address = listener.getLocalAddress();
                    SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
                    cool(selector);
                    key.cancel();
                    assertEquals(0, selector.selectNow());
                }
            }
        }
    }
}
