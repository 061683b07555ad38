package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.fake.FakeFixtures;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a relay has that was not stated. */
class RelayBuilderTest {
    private static final int MANY = 200;
    private static final long MIB = 1024 * 1024;

    @Test
    void whatWasNotStatedFitsWhateverNumberOfLoopsAndWhatWas() throws IOException {
        try (EventLoopGroup group =
                EventLoop.builder().source(FakeFixtures.with().builder()).startGroup(MANY)) {
            try (Relay relay = Relay.builder(group).build()) {
                long memory = relay.totals().memoryBytes();
                assertTrue(memory <= Runtime.getRuntime().maxMemory(), "bytes at most: " + memory);
                assertTrue(memory >= Math.min(MANY * MIB, Runtime.getRuntime().maxMemory() - MANY * MIB));
            }
            try (Relay relay = Relay.builder(group).memory(MANY * 1000L).build()) {
                assertEquals(MANY * 1000L, relay.totals().memoryBytes());
            }
            try (Relay relay = Relay.builder(group).buffer(1000).build()) {
                assertTrue(relay.totals().memoryBytes() > MANY * 1000L);
            }
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> Relay.builder(group).buffer(2000).memory(MANY * 1000L).build());
            assertTrue(refused.getMessage().contains("memory of " + MANY * 2000L), refused::getMessage);
            long most = Runtime.getRuntime().maxMemory();
            RelayBuilder builder = Relay.builder(group).buffer(Math.min(Integer.MAX_VALUE, most / MANY + 1));
            if (most / MANY < Integer.MAX_VALUE) {
                assertThrows(IllegalArgumentException.class, builder::build);
            }
        }
    }
}
