package dev.vigil.bench.flow;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Answers the first byte of each connection with one of its own, and closes: the destination of short connections. */
final class Origin implements Closeable {
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);
    private final Thread thread = new Thread(this::run, "origin");
    private volatile boolean ended;
    private volatile long served;
    private volatile IOException failure;

    Origin(int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /** Connections answered so far. */
    long served() {
        return served;
    }

    /** Why it ended, or null. */
    IOException failure() {
        return failure;
    }

    private void run() {
        try {
            while (!ended) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        answer((SocketChannel) key.channel());
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void accept() throws IOException {
        for (SocketChannel accepted = listener.accept(); accepted != null; accepted = listener.accept()) {
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void answer(SocketChannel connection) throws IOException {
        int count = connection.read(buffer.clear());
        if (count > 0) {
            served++;
            connection.write(buffer.flip());
        }
        if (count != 0) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
