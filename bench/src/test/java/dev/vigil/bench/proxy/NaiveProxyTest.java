package dev.vigil.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mistake is made as the essay describes it, and nothing else is wrong with it. */
@Timeout(60)
class NaiveProxyTest {
    /** Nothing has happened for so long. */
    private static final long STILL_MILLIS = 300;

    private final NaiveProxy proxy = new NaiveProxy();
    private ServerSocket far;
    private int port;

    @BeforeEach
    void start() throws IOException {
        far = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        port = proxy.start(far.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        far.close();
        proxy.close();
        assertNull(proxy.failure());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void bytesAndTheirEndPassBothWays() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket server = far.accept()) {
            client.getOutputStream().write(bytes("there"));
            client.shutdownOutput();
            assertArrayEquals(bytes("there"), server.getInputStream().readAllBytes());
            server.getOutputStream().write(bytes("back"));
            server.shutdownOutput();
            assertArrayEquals(bytes("back"), client.getInputStream().readAllBytes());
        }
    }

    @Test
    void oneThatDoesNotReadHoldsUpAllOthersUntilItReads() throws IOException {
        try (SocketChannel stalled = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Socket stalledFar = far.accept();
                Socket other = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket otherFar = far.accept()) {
            long sent = fill(stalled);
            other.getOutputStream().write(bytes("x"));
            assertNothingComes(otherFar);
            stalledFar.getInputStream().skipNBytes(sent);
            assertEquals('x', otherFar.getInputStream().read());
        }
    }

    /** Sends until nothing more is taken. */
    private static long fill(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        long sent = 0;
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer piece = ByteBuffer.allocateDirect(1 << 16);
            while (selector.select(STILL_MILLIS) > 0) {
                selector.selectedKeys().clear();
                sent += channel.write(piece.clear());
            }
        }
        return sent;
    }

    private static void assertNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout((int) STILL_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(0);
    }
}
