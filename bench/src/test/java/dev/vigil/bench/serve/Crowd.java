package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Polling;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections on one thread of the test, without the library under test. */
final class Crowd implements Closeable {
    private static final ByteBuffer REQUEST = ByteBuffer.wrap(Client.GET.getBytes(StandardCharsets.US_ASCII));

    /** How far one connection has come. */
    private static final class Progress {
        final ByteBuffer answer;
        int left;

        Progress(int length, int requests) {
            answer = ByteBuffer.allocate(length);
            left = requests;
        }
    }

    private final List<SocketChannel> connections = new ArrayList<>();

    Crowd(InetSocketAddress server, int size) throws IOException {
        try {
            for (int i = 0; i < size; i++) {
                connections.add(SocketChannel.open(server));
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Lets every connection make requests, one after the other, and compares each answer. */
    void request(int each, byte[] expected) throws IOException {
        long end = System.nanoTime() + 4 * Polling.LIMIT.toNanos();
        try (Selector selector = Selector.open()) {
            for (SocketChannel connection : connections) {
                connection.configureBlocking(false);
                connection.register(selector, SelectionKey.OP_READ, new Progress(expected.length, each));
                connection.write(REQUEST.duplicate());
            }
            for (int done = 0; done < connections.size(); ) {
                selector.select(Polling.LIMIT.toMillis());
                assertTrue(System.nanoTime() < end, done + " of " + connections.size() + " done");
                for (SelectionKey key : selector.selectedKeys()) {
                    done += goOn(key, expected) ? 1 : 0;
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private static boolean goOn(SelectionKey key, byte[] expected) throws IOException {
        Progress progress = (Progress) key.attachment();
        SocketChannel connection = (SocketChannel) key.channel();
        assertTrue(connection.read(progress.answer) >= 0, "closed by the server");
        if (progress.answer.hasRemaining()) {
            return false;
        }
        assertEquals(ByteBuffer.wrap(expected), progress.answer.flip(), "answer");
        progress.answer.clear();
        progress.left--;
        if (progress.left == 0) {
            key.cancel();
            return true;
        }
        connection.write(REQUEST.duplicate());
        return false;
    }

    /** Fails unless all are still connected, and nothing has come. */
    void assertSilent() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (SocketChannel connection : connections) {
            connection.configureBlocking(false);
            assertEquals(0, connection.read(one), "bytes read");
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
