package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Where an {@link Acceptor} gets its connections from. Every method may be called by any thread, several at once.
 *
 * @param <C> what a connection is
 */
public interface Listener<C> extends Closeable {
    /**
     * A listener that is a channel.
     *
     * @param channel the channel, bound and in non-blocking mode
     * @return a listener that closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is in blocking mode, or not bound
     */
    static Listener<SocketChannel> of(ServerSocketChannel channel) {
        return new ChannelListener(channel);
    }

    /**
     * Registers the listener with a source.
     *
     * @param source the source
     * @param interest what to watch for
     * @param handler what to run
     * @return the registration
     * @throws IOException if the listener is closed, or the system refuses
     */
    Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException;

    /**
     * Accepts a connection, without waiting for one. One that was given up by its peer meanwhile is passed over.
     *
     * @return a connection in non-blocking mode, or null if nobody waits
     * @throws IOException if the listener is closed, or the system refuses; a connection that still waits then makes the
     *     listener readable again
     */
    C accept() throws IOException;

    /**
     * Closes a connection that nobody took. Errors of closing are of no interest.
     *
     * @param connection the connection
     */
    void discard(C connection);

    /**
     * Whether this can go on accepting.
     *
     * @return false once it was closed, by whomever
     */
    boolean isOpen();

    /**
     * Lets go of what somebody else has closed. Touches nothing that may be another one's by now: a descriptor, for one. By default it
     * closes, which suits what knows by itself that it is closed, as a channel does.
     *
     * @throws IOException if the system reports an error
     */
    default void abandon() throws IOException {
        close();
    }

    /**
     * Where it listens.
     *
     * @return the address
     * @throws IOException if the listener is closed
     */
    SocketAddress localAddress() throws IOException;
}
