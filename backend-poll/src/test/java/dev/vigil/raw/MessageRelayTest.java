package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Messages;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.relay.Relay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Relays whose sender passes messages. */
class MessageRelayTest {

    @Test
    void anEmptyMessageEndsNoRelay() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int sender = Sockets.datagram(loopback);
        int receiver = Sockets.datagram(loopback);
        Sockets.connect(sender, Sockets.localAddress(receiver));
        Sockets.connect(receiver, Sockets.localAddress(sender));
        SocketPair stream = Sockets.pair();
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend("poll"))
                        .startGroup(1);
                Relay relay = Relay.builder(group).build()) {
            relay.join(group.loops().get(0), DescriptorEnd.owning(receiver), DescriptorEnd.owning(stream.first()));
            ByteBuffer taken = ByteBuffer.allocate(2_000);
            for (int i = 0; i < 9; i++) {
                // The second is empty: 1,024 bytes are sent, and 128 before it.
                assertTrue(Messages.send(sender, ByteBuffer.allocate(i == 1 ? 0 : 128)));
                while (taken.position() < 128 * (i == 0 ? 1 : i)) {
                    EventSource.await(stream.second(), Interest.READ, Polling.LIMIT);
                    assertTrue(Descriptors.read(stream.second(), taken) > 0);
                }
            }
            assertEquals(1_024, taken.position());
        }
        Descriptors.close(sender);
        Descriptors.close(stream.second());
    }
}
