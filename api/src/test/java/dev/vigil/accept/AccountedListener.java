package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/** A listener that fails when it is told to, and keeps accounts of what it accepted. */
final class AccountedListener implements Listener<SocketChannel> {
    private final Listener<SocketChannel> listener;
    private final AcceptAccounts accounts;

    AccountedListener(Listener<SocketChannel> listener, AcceptAccounts accounts) {
        this.listener = listener;
        this.accounts = accounts;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return listener.register(source, interest, handler);
    }

    @Override
    public SocketChannel accept() throws IOException {
        accounts.mayAccept();
        SocketChannel connection = listener.accept();
        if (connection != null) {
            accounts.accepted(connection);
        }
        return connection;
    }

    @Override
    public void discard(SocketChannel connection) {
        accounts.discarded(connection);
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
