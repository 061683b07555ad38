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
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
            InetSocketAddress address = listener.localAddress();
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
}
