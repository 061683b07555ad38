package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who detaches a registration may close its channel and has its port free, though a cold thread was waiting on it. */
class ColdPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"poll/poll", "nio/nio"})
    void isFreeWhenADetachedChannelIsClosed(String delegates) throws IOException {
        int slash = delegates.indexOf('/');
        MigratingBackend backend = MigratingBackend.with(MigratingSettings.builder()
                .hot(delegates.substring(0, slash))
                .cold(delegates.substring(slash + 1))
                .policy(Policies.EAGER)
                .build());
        assumeTrue(backend.availability().usable(), () -> backend.availability().reason());
        SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            for (int i = 0; i < 30; i++) {
                try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                    listener.bind(address);
                    listener.configureBlocking(false);
                    address = listener.getLocalAddress();
                    Registration registration = source.register(listener, Interest.READ, (self, ready) -> {});
                    cool(source);
                    registration.detach();
                }
            }
        }
    }

    /** Polls until the registration is cold, and its thread has had the time to wait on it. */
    private static void cool(EventSource source) throws IOException {
        long before = source.statistics().demotions();
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (source.statistics().demotions() == before) {
            assertTrue(System.nanoTime() < end, "it stays hot");
            assertEquals(0, source.poll(1_000_000));
        }
        assertEquals(0, source.poll(5_000_000));
    }
}
