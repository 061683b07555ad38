package dev.vigil.bench.relay;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Statistics;
import dev.vigil.accept.Acceptor;
import dev.vigil.accept.AcceptorBuilder;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPair;
import dev.vigil.relay.RelayTotals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Listens at one address, and relays each connection to another one. Runs from {@link #start} to {@link #close}. */
public final class RelayServer implements AutoCloseable {
    /** The kernel cuts it down to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    private final EventLoopGroup group;
    private final Relay relay;
    private final Acceptor acceptor;
    private final ExecutorService lookups;

    private RelayServer(EventLoopGroup group, Relay relay, Acceptor acceptor, ExecutorService lookups) {
        this.group = group;
        this.relay = relay;
        this.acceptor = acceptor;
        this.lookups = lookups;
    }

    /**
     * Listens and relays to one address.
     *
     * @param listen where to listen; port 0 lets the system choose
     * @param to where each connection goes
     * @param settings how
     * @return the relay, which takes connections already
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws IOException if the address is taken, or the system refuses what is needed; nothing is left open then
     */
    public static RelayServer start(InetSocketAddress listen, SocketAddress to, RelaySettings settings)
            throws IOException {
        return start(listen, Upstream.of(to), settings, line -> {});
    }

    /**
     * Listens and relays.
     *
     * @param listen where to listen: an Internet address, whose port 0 lets the system choose, or one of the Unix domain
     * @param to where each connection goes
     * @param settings how
     * @param failures takes a line for each connection that failed, or for some of them where they are many; by any thread
     * @return the relay, which takes connections already
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws IOException if the address is taken, or the system refuses what is needed; nothing is left open then
     */
    public static RelayServer start(
            SocketAddress listen, Upstream to, RelaySettings settings, Consumer<String> failures) throws IOException {
        EventSourceBuilder sources = EventSource.builder();
        if (settings.backend() != null) {
            sources.backend(settings.backend());
        }
        FailureLines lines = new FailureLines(failures);
        EventLoopGroup group = EventLoop.builder().name("relay").source(sources).startGroup(settings.loops());
        try {
            Relay relay = Relay.builder(group)
                    .buffer(settings.bufferBytes())
                    .memory(settings.memoryBytes())
                    .idleTimeout(settings.idleTimeout())
                    .connectTimeout(settings.connectTimeout())
                    .ends(channel -> end(channel, settings))
                    .whenEnded(pair -> tell(pair, lines))
                    .build();
            ExecutorService lookups = to.isFixed() ? null : Executors.newCachedThreadPool(RelayServer::lookupThread);
            Clients clients = new Clients(relay, to, settings, lookups, lines);
            return new RelayServer(group, relay, listen(group, listen, clients), lookups);
        } catch (Throwable e) {
            group.close();
            throw e;
        }
    }

    private static Acceptor listen(EventLoopGroup group, SocketAddress address, Clients clients) throws IOException {
        AcceptorBuilder acceptors = Acceptor.builder(group).backlog(BACKLOG);
        if (address instanceof InetSocketAddress internet) {
            return acceptors.bind(internet, clients);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.configureBlocking(false);
            listener.bind(address, BACKLOG);
            return acceptors.start(listener, clients);
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    private static Thread lookupThread(Runnable work) {
        Thread thread = new Thread(work, "relay-lookup");
        thread.setDaemon(true);
        return thread;
    }

    /** What is relayed is sent at once, and a peer that vanished without a word is found out. */
    static RelayEnd end(SelectableChannel channel, RelaySettings settings) {
        try {
            if (channel instanceof SocketChannel socket
                    && settings.keepAlive()
                    && socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
        } catch (IOException e) {
            // A connection works without; and one that is broken by now says so when it is read.
            return DescriptorEnd.of(channel);
        }
        return DescriptorEnd.of(channel);
    }

    private static void tell(RelayPair pair, FailureLines lines) {
        switch (pair.outcome()) {
            case CONNECT_FAILED, CONNECT_TIMED_OUT, FAILED, IDLE ->
                lines.tell(
                        pair + (pair.cause() == null ? "" : ": " + pair.cause().getMessage()));
            case FINISHED, CUT -> {}
        }
    }

    /** Where it listens, with the port that the system chose. */
    public SocketAddress address() {
        return acceptor.localAddress();
    }

    /** The port that it listens at. */
    public int port() {
        return ((InetSocketAddress) address()).getPort();
    }

    /** The name of the backend that its loops wait with. */
    public String backend() {
        return group.loops().get(0).source().backend();
    }

    /** What it has done so far. */
    public RelayTotals totals() {
        return relay.totals();
    }

    /** What the source of each loop has done so far. */
    public List<Statistics> statistics() {
        return group.loops().stream().map(loop -> loop.source().statistics()).toList();
    }

    /** Accepts no more, lets connections come to their end, and cuts those that take longer; true if there were none of these. */
    public boolean close(Duration grace) {
        SocketAddress address = address();
        acceptor.close();
        if (lookups != null) {
            lookups.shutdown();
        }
        boolean ended = relay.close(grace);
        group.close();
        if (address instanceof UnixDomainSocketAddress path) {
            // Else nobody could listen there again.
            path.getPath().toFile().delete();
        }
        return ended;
    }

    /** Ends at once, and closes every descriptor. Idempotent. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
