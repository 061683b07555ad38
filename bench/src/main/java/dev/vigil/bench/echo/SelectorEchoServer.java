package dev.vigil.bench.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Over the JDK's Selector, with {@code select(Consumer)}. */
final class SelectorEchoServer extends ThreadEchoServer {
    private Selector selector;

    @Override
    void open() throws IOException {
        selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    void turn() throws IOException {
        selector.select(this::serve);
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                echo((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void watch(SocketChannel connection) throws IOException {
        connection.register(selector, SelectionKey.OP_READ);
    }

    @Override
    void wake() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        stopThread();
        if (selector != null) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
