package dev.vigil.accept;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Opens listeners, for an acceptor that binds its address itself.
 *
 * @param <C> what a connection is
 */
@FunctionalInterface
public interface ListenerFactory<C> {
    /** Listeners that are channels of the JDK. */
    ListenerFactory<SocketChannel> CHANNELS = ChannelListener::open;

    /**
     * Opens a listener.
     *
     * @param address where to listen: an address of the Internet, port 0 for one that the system picks, or one of the Unix
     *     domain. The wildcard of IPv4 listens to that alone, the wildcard of IPv6 ({@code ::}) to both
     * @param backlog how many connections may wait to be accepted; 0 for what is usual
     * @param reusePort whether others may have the same address, {@code SO_REUSEPORT}
     * @return the listener, non-blocking
     * @throws UnsupportedOperationException if the system has no {@code SO_REUSEPORT} and it is asked for, or there is none
     *     for such an address
     * @throws IOException if the system refuses
     */
    Listener<C> open(SocketAddress address, int backlog, boolean reusePort) throws IOException;
}
