package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.accept.Acceptor;
import dev.vigil.accept.Sharing;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.posix.UnixAddress;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayPair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Raw listeners, alone and under an acceptor. */
@ExtendWith(OpenDescriptors.class)
class DescriptorListenerTest {
    private static DescriptorListener open() throws IOException {
        return (DescriptorListener) DescriptorListener.open(ChannelKinds.anyPort(), 0, false);
    }

    @Test
    void itAcceptsWithoutWaiting() throws IOException {
        try (DescriptorListener listener = open()) {
            assertNull(listener.accept());
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort());
                    FdChannel connection = listener.accept()) {
                assertTrue(Descriptors.isNonBlocking(connection.fd()));
                connection.write(ByteBuffer.wrap(new byte[] {42}));
                assertEquals(42, client.getInputStream().read());
            }
        }
    }

    @Test
    void aClosedOneRefusesAndSaysSo() throws IOException {
        DescriptorListener listener = open();
        assertTrue(listener.isOpen());
        listener.close();
        listener.close();
        assertFalse(listener.isOpen());
        assertThrows(IOException.class, listener::accept);
        assertThrows(IOException.class, listener::localAddress);
    }

    @Test
    void aBorrowedDescriptorStaysOpenAndItsClosingIsSeen() throws IOException {
        int fd = Sockets.listen(ChannelKinds.anyPort(), 8, false);
        DescriptorListener.borrowing(fd).close();
        DescriptorListener listener = DescriptorListener.borrowing(fd);
        assertTrue(listener.isOpen());
        Descriptors.close(fd);
        assertFalse(listener.isOpen());
        listener.close();
    }

    /** Somebody else has closed it, and its number is another's by now: here its own, which is seen to stay open. */
    @Test
    void oneThatIsLetGoOfLeavesItsNumberAlone() throws IOException {
        int fd = Sockets.listen(ChannelKinds.anyPort(), 1, false);
        DescriptorListener listener = DescriptorListener.owning(fd);
        listener.abandon();
        listener.close();
        assertFalse(listener.isOpen());
        assertTrue(Descriptors.isNonBlocking(fd), "the number is open");
        Descriptors.close(fd);
    }

    @Test
    void whatDoesNotListenIsRefused() throws IOException {
        int fd = Sockets.datagram(ChannelKinds.anyPort());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DescriptorListener.owning(fd));
        assertTrue(e.getMessage().contains("does not listen"), e::getMessage);
        Descriptors.close(fd);
        assertThrows(IOException.class, () -> DescriptorListener.owning(fd));
    }

    @Test
    void anAcceptorSharesIt() throws IOException {
        for (Sharing way : List.of(Sharing.DEALING, Sharing.REUSE_PORT)) {
            try (EventLoopGroup group = EventLoop.builder()
                            .source(EventSource.builder().backend("poll"))
                            .startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(DescriptorListener::open, ChannelKinds.anyPort(), (loop, connection) -> {
                                connection.write(ByteBuffer.wrap(new byte[] {7}));
                                connection.close();
                            })) {
                InetSocketAddress address = (InetSocketAddress) acceptor.localAddress();
                for (int i = 0; i < 20; i++) {
                    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                        assertEquals(7, client.getInputStream().read());
                    }
                }
            }
        }
    }

    /** As systemd hands it to a service. */
    @Test
    void anInheritedListenerOfTheUnixDomainIsShared(@TempDir Path directory) throws IOException {
        for (String backend : List.of("poll", "epoll", "migrating")) {
            if (EventSource.backends().stream().noneMatch(each -> each.name().equals(backend))) {
                continue;
            }
            Path path = directory.resolve(backend);
            int inherited = Sockets.listen(UnixAddress.of(path), 16, false);
            try (EventLoopGroup group = EventLoop.builder()
                            .source(EventSource.builder().backend(backend))
                            .startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .start(DescriptorListener.borrowing(inherited), (loop, connection) -> {
                                connection.write(ByteBuffer.wrap(new byte[] {7}));
                                connection.close();
                            })) {
                assertEquals(UnixAddress.of(path), acceptor.localAddress());
                for (int i = 0; i < 20; i++) {
                    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                        assertEquals(1, client.read(ByteBuffer.allocate(1)));
                    }
                }
            } finally {
                Descriptors.close(inherited);
            }
        }
    }

    /** The handler throws after it has given the connection away: it is the pair's to close, and nobody else's. */
    @Test
    void aConnectionThatAHandlerHasHandedToARelayIsClosedOnce() throws Exception {
        AtomicReference<RelayPair> begun = new AtomicReference<>();
        try (SocketPair other = Sockets.pair();
                EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend("poll"))
                        .onException((loop, thrown) -> {})
                        .startGroup(1);
                Relay relay = Relay.builder(group).build();
                Acceptor acceptor = Acceptor.builder(group)
                        .bind(DescriptorListener::open, ChannelKinds.anyPort(), (loop, connection) -> {
                            begun.set(relay.join(
                                    loop,
                                    DescriptorEnd.owning(connection),
                                    DescriptorEnd.owning(Descriptors.duplicate(other.second()))));
                            throw new IllegalStateException("a mistake");
                        })) {
            InetSocketAddress address = (InetSocketAddress) acceptor.localAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream().write(9);
                ByteBuffer byteOfClient = ByteBuffer.allocate(1);
                Loops.until(
                        () -> {
                            try {
                                return Descriptors.read(other.first(), byteOfClient) == 1;
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        "what the client sent");
                assertTrue(begun.get().isActive());
            }
        }
    }
}
