package dev.vigil.selector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A TCP connection within this process: one end to register, and its peer, which blocks. */
final class Link implements AutoCloseable {
    final SocketChannel end;
    final SocketChannel peer;

    Link() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer = SocketChannel.open(listener.getLocalAddress());
            end = listener.accept();
        }
        end.configureBlocking(false);
    }

    SelectionKey register(Selector selector, int operations) throws IOException {
        return end.register(selector, operations);
    }

    /** Makes the end readable. */
    void send(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            peer.write(buffer);
        }
    }

    /** Reads all that has come to the end. */
    void drain() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        while (end.read(buffer) > 0) {
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
        peer.close();
    }
}
