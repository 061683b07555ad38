package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listener that is a channel. The JDK passes connections over that were given up (ECONNABORTED). */
final class ChannelListener implements Listener<SocketChannel> {
    private final ServerSocketChannel channel;

    ChannelListener(ServerSocketChannel channel) {
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel + " is in blocking mode: call configureBlocking(false) before it is shared");
        }
        this.channel = channel;
    }

    static Listener<SocketChannel> open(InetSocketAddress address, int backlog, boolean reusePort) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            if (reusePort) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, backlog);
            channel.configureBlocking(false);
            return new ChannelListener(channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(channel, interest, handler);
    }

    @Override
    public SocketChannel accept() throws IOException {
        SocketChannel connection = channel.accept();
        if (connection != null) {
            try {
                connection.configureBlocking(false);
            } catch (Throwable e) {
                discard(connection);
                throw e;
            }
        }
        return connection;
    }

    @Override
    public void discard(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed all the same, and nothing was written that could be lost.
            return;
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
