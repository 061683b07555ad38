package dev.vigil.contract;

import static dev.vigil.Readiness.ERROR_BIT;
import static dev.vigil.Readiness.HANGUP_BIT;
import static dev.vigil.Readiness.READABLE_BIT;
import static dev.vigil.Readiness.READ_CLOSED_BIT;
import static dev.vigil.Readiness.WRITABLE_BIT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** READ on a listening channel means accept, WRITE on a connecting one means connect, on every backend. */
public interface ConnectContract extends Contract {
    private static SocketChannel connecting(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address);
        return channel;
    }

    /** A port of the loopback interface where nobody listens. */
    private static SocketAddress deadPort() throws IOException {
        try (ServerSocketChannel gone = ChannelKinds.listener()) {
            return gone.getLocalAddress();
        }
    }

    @Rule({1, 9})
    @Test
    @Needs(Feature.CHANNELS)
    default void aConnectionToAcceptMakesAListenerReadable() throws IOException {
        try (EventSource source = open();
                ServerSocketChannel listener = ChannelKinds.listener()) {
            listener.configureBlocking(false);
            Recorder seen = new Recorder();
            source.register(listener, Interest.READ, seen);
            Polling.assertSilent(source);
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
                Polling.untilSettled(source, seen, READABLE_BIT);
                try (SocketChannel accepted = listener.accept()) {
                    assertNotNull(accepted);
                    assertTrue(client.isConnected());
                    Polling.assertSilent(source);
                }
            }
        }
    }

    @Rule({1, 9})
    @Test
    @Needs(Feature.CHANNELS)
    default void aConnectionThatIsMadeMakesItsSocketWritable() throws IOException {
        try (EventSource source = open();
                ServerSocketChannel listener = ChannelKinds.listener();
                SocketChannel near = connecting(listener.getLocalAddress())) {
            Recorder seen = new Recorder();
            source.register(near, Interest.WRITE, seen);
            Polling.untilSeen(source, seen);
            seen.assertOnly(WRITABLE_BIT);
            assertTrue(near.finishConnect());
        }
    }

    @Rule(9)
    @Test
    @Needs(Feature.CHANNELS)
    default void aConnectionThatIsRefusedMakesItsSocketWritableWithTheError() throws IOException {
        try (EventSource source = open();
                SocketChannel near = connecting(deadPort())) {
            int state = READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT | HANGUP_BIT | ERROR_BIT;
            Recorder seen = new Recorder();
            source.register(near, Interest.WRITE, seen);
            Polling.untilSeen(source, seen);
            seen.assertOnly(fixture().reported(Interest.WRITE, state));
            assertThrows(ConnectException.class, near::finishConnect);
        }
    }

    @Rule(3)
    @Test
    @Needs(Feature.CHANNELS)
    default void anUpdateAcrossTheConnectGoesOnWithReadAndWrite() throws IOException {
        try (EventSource source = open();
                ServerSocketChannel listener = ChannelKinds.listener();
                SocketChannel near = connecting(listener.getLocalAddress())) {
            Recorder seen = new Recorder();
            Registration registration = source.register(near, Interest.WRITE, seen);
            Polling.untilSeen(source, seen);
            assertTrue(near.finishConnect());
            try (SocketChannel far = listener.accept()) {
                registration.update(Interest.READ);
                Polling.assertSilent(source);
                far.write(ByteBuffer.allocate(1));
                seen.clear();
                Polling.untilSeen(source, seen);
                seen.assertOnly(READABLE_BIT);
                registration.update(Interest.READ.and(Interest.WRITE));
                seen.clear();
                Polling.untilSettled(source, seen, READABLE_BIT | WRITABLE_BIT);
            }
        }
    }

    @Rule(3)
    @Test
    @Needs(Feature.CHANNELS)
    default void anInterestLeftAsItIsAcrossTheConnectGoesOnToo() throws IOException {
        try (EventSource source = open();
                ServerSocketChannel listener = ChannelKinds.listener();
                SocketChannel near = connecting(listener.getLocalAddress())) {
            Recorder seen = new Recorder((registration, ready) -> near.finishConnect());
            source.register(near, Interest.READ.and(Interest.WRITE), seen);
            Polling.untilSeen(source, seen);
            assertTrue(near.isConnected());
            seen.clear();
            Polling.untilSettled(source, seen, WRITABLE_BIT);
            try (SocketChannel far = listener.accept()) {
                far.write(ByteBuffer.allocate(1));
                Polling.untilSettled(source, seen, READABLE_BIT | WRITABLE_BIT);
            }
        }
    }

    @Rule(4)
    @Test
    @Needs(Feature.CHANNELS)
    default void aOneShotAcrossTheConnectIsArmedByRearm() throws IOException {
        try (EventSource source = open();
                ServerSocketChannel listener = ChannelKinds.listener();
                SocketChannel near = connecting(listener.getLocalAddress())) {
            Recorder seen = new Recorder();
            Registration registration = source.register(near, Interest.WRITE.oneShot(), seen);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertTrue(near.finishConnect());
            Polling.assertSilent(source);
            seen.clear();
            registration.rearm();
            Polling.untilSeen(source, seen);
            seen.assertOnly(WRITABLE_BIT);
        }
    }

    @Rule(6)
    @Test
    @Needs(Feature.CHANNELS)
    default void aChannelClosedWhileRegisteredDisturbsNobody() throws IOException {
        try (EventSource source = open();
                Link gone = ChannelKinds.TCP.open();
                Link other = ChannelKinds.TCP.open()) {
            Recorder seen = new Recorder();
            Recorder ended = new Recorder();
            Registration registration = gone.register(source, Interest.READ, ended);
            other.register(source, Interest.READ, seen);
            Polling.assertSilent(source);
            gone.closeNear();
            other.makeReadable();
            Polling.untilSeen(source, seen);
            assertTrue(ended.count() <= 1, "told at most once");
            registration.cancel();
            assertFalse(registration.isActive());
        }
    }
}
