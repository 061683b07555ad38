package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
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
        if (!isBound(channel)) {
            throw new IllegalArgumentException(
                    channel + " is not bound and accepts nothing: call bind() before it is shared");
        }
        this.channel = channel;
    }

    /** A closed channel passes here, and is refused by the source. */
    private static boolean isBound(ServerSocketChannel channel) {
        try {
            return channel.getLocalAddress() != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** An address is of one family, and the listener is of the same: only the wildcard of IPv6 stands for both. */
    static Listener<SocketChannel> open(SocketAddress address, int backlog, boolean reusePort) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family(address));
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

    private static ProtocolFamily family(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        return address instanceof InetSocketAddress internet && internet.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
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
