package dev.vigil.accept;

import dev.vigil.Feature;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Settings for a new {@link Acceptor}. Not thread-safe. */
public final class AcceptorBuilder {
    final EventLoopGroup group;
    int batch = 64;
    int rotateEvery = 16;
    Duration retryAfter = Duration.ofMillis(100);
    private int backlog;

    /** How long a loop leaves a flood to the others, and within what time 16 connections are one. */
    Duration standAside = ExclusiveLoop.ASIDE;

    Duration floodWithin = ArrivalRate.FLOOD_WITHIN;

    private Sharing sharing;

    AcceptorBuilder(EventLoopGroup group) {
        this.group = Objects.requireNonNull(group, "group");
    }

    /**
     * States how the loops share the listener.
     *
     * @param stated the way; by default {@link Sharing#EXCLUSIVE} where every loop can, else {@link Sharing#DEALING}
     * @return this builder
     */
    public AcceptorBuilder sharing(Sharing stated) {
        this.sharing = Objects.requireNonNull(stated, "stated");
        return this;
    }

    /**
     * Limits how many connections are accepted at once, before other descriptors of the loop get their turn.
     *
     * @param connections at least 1; the default is 64
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public AcceptorBuilder batch(int connections) {
        this.batch = atLeastOne(connections, "a batch");
        return this;
    }

    /**
     * Says how often an exclusive loop goes to the back of the wake-up queue when connections come fast: at every so many. When
     * they come slowly, less than one in 100 microseconds for each loop, it goes at each. After 16 within 2 milliseconds, once
     * none is left, it may leave the listener to the other loops for 10 milliseconds, or until one of these finds a full batch.
     *
     * @param connections at least 1; the default is 16
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public AcceptorBuilder rotateEvery(int connections) {
        this.rotateEvery = atLeastOne(connections, "rotating");
        return this;
    }

    /**
     * Says when to try again after the system has refused to accept, such as for want of descriptors.
     *
     * @param pause more than zero; the default is 100 ms
     * @return this builder
     * @throws IllegalArgumentException if the pause is zero or negative
     */
    public AcceptorBuilder retryAfter(Duration pause) {
        if (pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("a pause of " + pause + " is none, and would spin");
        }
        this.retryAfter = pause;
        return this;
    }

    /**
     * Says how many connections may wait to be accepted, where {@code bind} is used. The system may have a limit below it.
     *
     * @param connections at least 1; the default is what is usual on the system
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public AcceptorBuilder backlog(int connections) {
        this.backlog = atLeastOne(connections, "a backlog");
        return this;
    }

    private static int atLeastOne(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " of " + number + " connections accepts none: give 1 or more");
        }
        return number;
    }

    /**
     * Starts to accept from a channel, which stays the caller's to close, after the acceptor.
     *
     * @param channel the channel, bound and in non-blocking mode
     * @param handler takes the connections
     * @return the running acceptor
     * @throws IllegalArgumentException if the channel is in blocking mode or not bound, or the sharing is
     *     {@link Sharing#REUSE_PORT}
     * @throws UnsupportedOperationException if the sharing is {@link Sharing#EXCLUSIVE} and a loop cannot do that
     * @throws IOException if the channel is closed, or the system refuses; nothing is accepted then
     */
    public Acceptor start(ServerSocketChannel channel, AcceptHandler<SocketChannel> handler) throws IOException {
        return start(Listener.of(channel), handler);
    }

    /**
     * Starts to accept from a listener, which stays the caller's to close, after the acceptor.
     *
     * @param listener the listener
     * @param handler takes the connections
     * @param <C> what a connection is
     * @return the running acceptor
     * @throws IllegalArgumentException if the sharing is {@link Sharing#REUSE_PORT}, for which one listener is not enough
     * @throws UnsupportedOperationException if the sharing is {@link Sharing#EXCLUSIVE} and a loop cannot do that
     * @throws IOException if the listener is closed, or the system refuses; nothing is accepted then
     */
    public <C> Acceptor start(Listener<C> listener, AcceptHandler<C> handler) throws IOException {
        Sharing chosen = choose();
        if (chosen == Sharing.REUSE_PORT) {
            throw new IllegalArgumentException(
                    "REUSE_PORT needs a listener for each loop: call bind(), which opens them");
        }
        return Acceptor.start(this, chosen, List.of(listener), handler, false);
    }

    /**
     * Binds an address and starts to accept. The acceptor closes its listeners when it is closed.
     *
     * @param address where to listen, see {@link ListenerFactory#open}
     * @param handler takes the connections
     * @return the running acceptor
     * @throws UnsupportedOperationException if the sharing is one that a loop, or the system, cannot do
     * @throws IOException if the system refuses; nothing is left open then
     */
    public Acceptor bind(SocketAddress address, AcceptHandler<SocketChannel> handler) throws IOException {
        return bind(ListenerFactory.CHANNELS, address, handler);
    }

    /**
     * Binds an address and starts to accept. The acceptor closes its listeners when it is closed.
     *
     * @param factory opens the listeners
     * @param address where to listen, see {@link ListenerFactory#open}
     * @param handler takes the connections
     * @param <C> what a connection is
     * @return the running acceptor
     * @throws UnsupportedOperationException if the sharing is one that a loop, or the system, cannot do
     * @throws IOException if the system refuses; nothing is left open then
     */
    public <C> Acceptor bind(ListenerFactory<C> factory, SocketAddress address, AcceptHandler<C> handler)
            throws IOException {
        Sharing chosen = choose();
        int count = chosen == Sharing.REUSE_PORT ? group.loops().size() : 1;
        List<Listener<C>> listeners = new ArrayList<>(count);
        try {
            SocketAddress bound = address;
            for (int i = 0; i < count; i++) {
                Listener<C> listener = open(factory, bound, chosen == Sharing.REUSE_PORT);
                listeners.add(listener);
                bound = listener.localAddress();
            }
            return Acceptor.start(this, chosen, listeners, handler, true);
        } catch (Throwable e) {
            listeners.forEach(listener -> closeAfter(e, listener));
            throw e;
        }
    }

    /** The JDK does not say which address it could not have. */
    private <C> Listener<C> open(ListenerFactory<C> factory, SocketAddress address, boolean reusePort)
            throws IOException {
        try {
            return factory.open(address, backlog, reusePort);
        } catch (BindException e) {
            BindException named = new BindException("cannot listen on " + address + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static void closeAfter(Throwable failure, Listener<?> listener) {
        try {
            listener.close();
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private Sharing choose() {
        EventLoop unable = group.loops().stream()
                .filter(loop -> !loop.source().features().contains(Feature.EXCLUSIVE))
                .findFirst()
                .orElse(null);
        if (sharing == null) {
            return unable == null ? Sharing.EXCLUSIVE : Sharing.DEALING;
        }
        if (sharing == Sharing.EXCLUSIVE && unable != null) {
            throw new UnsupportedOperationException(unable + " lacks the feature " + Feature.EXCLUSIVE
                    + ": share by DEALING, or leave the choice to the acceptor");
        }
        return sharing;
    }
}
