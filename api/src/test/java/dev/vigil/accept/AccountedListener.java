package dev.vigil.accept;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A listener that fails when it is told to, and keeps accounts of what it accepted. */
final class AccountedListener extends WrappedListener {
    private final AcceptAccounts accounts;

    AccountedListener(Listener<SocketChannel> listener, AcceptAccounts accounts) {
        super(listener);
        this.accounts = accounts;
    }

    @Override
    public SocketChannel accept() throws IOException {
        accounts.mayAccept();
        SocketChannel connection = super.accept();
        if (connection != null) {
            accounts.accepted(connection);
        }
        return connection;
    }

    @Override
    public void discard(SocketChannel connection) {
        accounts.discarded(connection);
        super.discard(connection);
    }
}
