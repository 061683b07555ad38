package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/** A listener that does what another one does, but for what a test overrides. */
class WrappedListener implements Listener<SocketChannel> {
    private final Listener<SocketChannel> listener;

    WrappedListener(Listener<SocketChannel> listener) {
        this.listener = listener;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return listener.register(source, interest, handler);
    }

    @Override
    public SocketChannel accept() throws IOException {
        return listener.accept();
    }

    @Override
    public void discard(SocketChannel connection) {
        listener.discard(connection);
    }

    @Override
    public boolean isOpen() {
        return listener.isOpen();
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return listener.localAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
