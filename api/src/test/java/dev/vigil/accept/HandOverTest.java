package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** A handler that throws, and a listener that throws the same exception, not one like it: as those do that keep one for all. */
class HandOverTest {
    private static final class Throwing implements Listener<String> {
        private final RuntimeException thrown;

        Throwing(RuntimeException thrown) {
            this.thrown = thrown;
        }

        @Override
        public Registration register(EventSource source, Interest interest, EventHandler handler) {
            throw thrown;
        }

        @Override
        public String accept() {
            throw thrown;
        }

        @Override
        public void discard(String connection) {
            throw thrown;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public SocketAddress localAddress() {
            return new InetSocketAddress(0);
        }

        @Override
        public void close() {}
    }

    @Test
    void theExceptionOfTheHandlerComesOutThoughTheListenerThrowsItToo() {
        IllegalStateException one = new IllegalStateException("meant");
        HandOver<String> handOver = new HandOver<>(
                (loop, connection) -> {
                    throw one;
                },
                new Throwing(one),
                1);
        assertSame(one, assertThrows(IllegalStateException.class, () -> handOver.give(0, null, "a connection")));
    }
}
