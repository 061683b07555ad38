package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.MessageSockets;
import dev.vigil.posix.Messages;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.relay.Relay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Relays one end of which passes messages. */
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

    @ParameterizedTest
    @EnumSource(names = {"UNIX_DATAGRAM", "SEQPACKET"})
    void whatIsTooLongForAMessageIsSentInSeveral(MessageSockets kind) throws Exception {
        SocketPair stream = Sockets.pair();
        SocketPair messages = kind.open();
        Sockets.setOption(messages.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 20_000);
        byte[] sent = random(300_000);
        assertArrayEquals(sent, relayed(stream, messages, 1 << 20, sent, sent.length));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIX_DATAGRAM", "SEQPACKET"})
    void aMessageLongerThanThereIsRoomForIsNotCutOff(MessageSockets kind) throws Exception {
        SocketPair stream = Sockets.pair();
        SocketPair messages = kind.open();
        byte[] sent = random(300_000);
        assertArrayEquals(sent, relayed(messages, stream, 1_000, sent, 3_001));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What comes out at the end of one pair, when it is sent at the end of another, in pieces. */
    private static byte[] relayed(SocketPair from, SocketPair to, int depth, byte[] sent, int piece) throws Exception {
        ByteBuffer taken = ByteBuffer.allocate(sent.length);
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend("poll"))
                        .startGroup(1);
                Relay relay = Relay.builder(group).buffer(depth).build()) {
            relay.join(group.loops().get(0), DescriptorEnd.owning(from.second()), DescriptorEnd.owning(to.first()));
            ByteBuffer source = ByteBuffer.wrap(sent);
            ByteBuffer part = ByteBuffer.allocate(1 << 18);
            while (taken.hasRemaining()) {
                boolean full = false;
                while (source.hasRemaining() && !full) {
                    source.limit(Math.min(sent.length, source.position() + piece - source.position() % piece));
                    full = Descriptors.write(from.first(), source) == 0;
                    source.limit(sent.length);
                }
                EventSource.await(to.second(), Interest.READ, Polling.LIMIT);
                assertTrue(Descriptors.read(to.second(), part.clear()) > 0, () -> "after " + taken.position());
                taken.put(part.flip());
            }
        }
        Descriptors.close(from.first());
        Descriptors.close(to.second());
        return taken.array();
    }
}
