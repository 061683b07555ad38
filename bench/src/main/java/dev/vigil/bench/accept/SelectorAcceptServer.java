package dev.vigil.bench.accept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;

/** One thread with a Selector of the JDK, which accepts until nobody waits. */
final class SelectorAcceptServer implements AcceptServer {
    private final LongAdder accepted = new LongAdder();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final InetSocketAddress address;

    SelectorAcceptServer() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        address = (InetSocketAddress) listener.getLocalAddress();
        Thread thread = new Thread(this::run, "acceptor");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> accept());
            }
        } catch (ClosedSelectorException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            for (SocketChannel connection = listener.accept(); connection != null; connection = listener.accept()) {
                connection.close();
                accepted.increment();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long accepted() {
        return accepted.sum();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        listener.close();
    }
}
