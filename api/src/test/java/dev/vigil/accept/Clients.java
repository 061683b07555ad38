package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Clients of an acceptor whose handler sends each a byte, and then closes the connection or keeps it. */
final class Clients implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    /** Connects one more, without waiting for it to be accepted: it may stay in the backlog. */
    Socket connect(SocketAddress address) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout((int) Polling.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(
                ((InetSocketAddress) address).getAddress(), ((InetSocketAddress) address).getPort()));
        return socket;
    }

    /** Connects so many at once. */
    void connect(SocketAddress address, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(address);
        }
    }

    /** Waits until each has got its byte: the number of the loop that took it. Returns how many each loop took. */
    int[] awaitAll(int loops) throws IOException {
        int[] shares = new int[loops];
        for (Socket socket : sockets) {
            shares[greeting(socket)]++;
        }
        return shares;
    }

    /** Waits for the byte of one client. */
    static int greeting(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }

    /** Waits until a client sees the end of its connection. */
    static void awaitEnd(Socket socket) {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (IOException e) {
            // Reset: as good an end.
            return;
        }
    }

    /** A handler that greets each client with the number of its loop, and closes the connection. */
    static AcceptHandler<SocketChannel> greeter(EventLoopGroup group) {
        return (loop, connection) -> {
            connection.write(ByteBuffer.wrap(new byte[] {(byte) group.loops().indexOf(loop)}));
            connection.close();
        };
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
