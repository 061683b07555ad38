package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenDescriptors.class)
class SocketsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aConnectionIsMadeAcceptedAndUsed(String host) throws IOException {
        int listener = Sockets.listen(loopback(host), 10, false);
        InetSocketAddress address = (InetSocketAddress) Sockets.localAddress(listener);
        assertEquals(InetAddress.getByName(host), address.getAddress());
        int client = Sockets.connect(address);
        Poll.untilReadable(listener);
        int server = Sockets.accept(listener);
        Poll.until(client, PollConstants.POLLOUT);
        assertNull(Sockets.pendingError(client));
        assertTrue(Descriptors.isNonBlocking(server));
        assertEquals(address, Sockets.localAddress(server));
        assertEquals(-1, Sockets.accept(listener));
        assertEquals(0, Descriptors.read(server, ByteBuffer.allocate(1)));
        Descriptors.write(client, ByteBuffer.wrap(new byte[] {42}));
        Sockets.shutdownOutput(client);
        ByteBuffer target = ByteBuffer.allocate(2);
        Poll.untilReadable(server);
        assertEquals(1, Descriptors.read(server, target));
        assertEquals(42, target.get(0));
        Poll.untilReadable(server);
        assertEquals(-1, Descriptors.read(server, target));
        closeAll(listener, client, server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void theJdkAndTheDescriptorsUnderstandEachOther(String host) throws IOException {
        int listener = Sockets.listen(loopback(host), 10, false);
        try (SocketChannel client = SocketChannel.open(Sockets.localAddress(listener))) {
            Poll.untilReadable(listener);
            int server = Sockets.accept(listener);
            assertEquals(client.getRemoteAddress(), Sockets.localAddress(server));
            Descriptors.close(server);
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(loopback(host));
            int client = Sockets.connect((InetSocketAddress) server.getLocalAddress());
            try (SocketChannel accepted = server.accept()) {
                assertEquals(accepted.getRemoteAddress(), Sockets.localAddress(client));
            }
            Descriptors.close(client);
        }
        Descriptors.close(listener);
    }

    @Test
    void aRefusedConnectionTellsSoOnce() throws IOException {
        int listener = Sockets.listen(loopback("127.0.0.1"), 1, false);
        InetSocketAddress nobody = (InetSocketAddress) Sockets.localAddress(listener);
        Descriptors.close(listener);
        int client = Sockets.connect(nobody);
        Poll.until(client, PollConstants.POLLOUT);
        assertEquals(
                "SO_ERROR(fd " + client + "): ECONNREFUSED (Connection refused)",
                Sockets.pendingError(client).getMessage());
        assertNull(Sockets.pendingError(client));
        Descriptors.close(client);
    }

    @Test
    void aTakenAddressIsNamed() throws IOException {
        int listener = Sockets.listen(loopback("127.0.0.1"), 1, false);
        InetSocketAddress taken = (InetSocketAddress) Sockets.localAddress(listener);
        ErrnoException e = assertThrows(ErrnoException.class, () -> Sockets.listen(taken, 1, false));
        assertTrue(e.getMessage().startsWith("bind(" + taken + ", fd "), e.getMessage());
        assertTrue(e.getMessage().endsWith("): EADDRINUSE (Address already in use)"), e.getMessage());
        Descriptors.close(listener);
    }

    @Test
    void anAddressCanBeShared() throws IOException {
        int first = Sockets.listen(loopback("127.0.0.1"), 1, true);
        int second = Sockets.listen(Sockets.localAddress(first), 1, true);
        assertEquals(Sockets.localAddress(first), Sockets.localAddress(second));
        closeAll(first, second);
    }

    @Test
    void urgentDataIsOutOfTheStream() throws IOException {
        int listener = Sockets.listen(loopback("127.0.0.1"), 1, false);
        int client = Sockets.connect(Sockets.localAddress(listener));
        Poll.untilReadable(listener);
        int server = Sockets.accept(listener);
        assertTrue(Sockets.sendUrgent(client, (byte) 1));
        assertEquals(PollConstants.POLLPRI, Poll.until(server, PollConstants.POLLPRI));
        assertEquals(0, Descriptors.read(server, ByteBuffer.allocate(1)));
        closeAll(listener, client, server);
    }

    @Test
    void aSocketThatIsReadNoMoreIsAtItsEnd() throws IOException {
        try (SocketPair pair = Sockets.pair()) {
            Sockets.shutdownInput(pair.first());
            assertEquals(-1, Descriptors.read(pair.first(), ByteBuffer.allocate(1)));
            assertThrows(ErrnoException.class, () -> Descriptors.write(pair.second(), ByteBuffer.allocate(1)));
        }
    }

    @Test
    void anOptionIsWhatItWasSetTo() throws IOException {
        try (SocketPair pair = Sockets.pair()) {
            int before = sendBuffer(pair.first());
            Sockets.setOption(pair.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, 2 * before);
            assertNotEquals(before, sendBuffer(pair.first()));
        }
    }

    @Test
    void aPipeIsNoSocket() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> Sockets.accept(pipe.readEnd()));
            assertEquals(
                    "accept(fd " + pipe.readEnd() + "): ENOTSOCK (Socket operation on non-socket)", e.getMessage());
        }
    }

    @Test
    void aNameWithoutAnAddressIsRefusedAndLeavesNothingOpen() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 0);
        assertThrows(IllegalArgumentException.class, () -> Sockets.listen(unresolved, 1, false));
        assertThrows(IllegalArgumentException.class, () -> Sockets.connect(unresolved));
        assertThrows(IllegalArgumentException.class, () -> Sockets.datagram(unresolved));
    }

    private static int sendBuffer(int fd) throws IOException {
        return Sockets.option(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF);
    }

    private static InetSocketAddress loopback(String host) throws UnknownHostException {
        assumeTrue(isHere(InetAddress.getByName(host)), "no " + host + " on this machine");
        return new InetSocketAddress(InetAddress.getByName(host), 0);
    }

    private static boolean isHere(InetAddress address) {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void closeAll(int... fds) throws IOException {
        for (int fd : fds) {
            Descriptors.close(fd);
        }
    }
}
