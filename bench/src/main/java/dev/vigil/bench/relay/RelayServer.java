package dev.vigil.bench.relay;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Statistics;
import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayTotals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** Listens at one address, and relays each connection to another. Runs from {@link #start} to {@link #close}. */
public final class RelayServer implements AutoCloseable {
    /** The kernel cuts it down to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    private final EventLoopGroup group;
    private final Relay relay;
    private final Acceptor acceptor;

    private RelayServer(EventLoopGroup group, Relay relay, Acceptor acceptor) {
        this.group = group;
        this.relay = relay;
        this.acceptor = acceptor;
    }

    /**
     * Listens and relays.
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
        EventSourceBuilder sources = EventSource.builder();
        if (settings.backend() != null) {
            sources.backend(settings.backend());
        }
        EventLoopGroup group = EventLoop.builder().name("relay").source(sources).startGroup(settings.loops());
        try {
            Relay relay = Relay.builder(group)
                    .buffer(settings.bufferBytes())
                    .memory(settings.memoryBytes())
                    .idleTimeout(settings.idleTimeout())
                    .connectTimeout(settings.connectTimeout())
                    .ends(DescriptorEnd::of)
                    .build();
            Acceptor acceptor = Acceptor.builder(group)
                    .backlog(BACKLOG)
                    .bind(listen, (loop, client) -> accept(relay, loop, client, to));
            return new RelayServer(group, relay, acceptor);
        } catch (Throwable e) {
            group.close();
            throw e;
        }
    }

    private static void accept(Relay relay, EventLoop loop, SocketChannel client, SocketAddress to) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        relay.connect(loop, DescriptorEnd.of(client), to);
    }

    /** Where it listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    /** The port that it listens at. */
    public int port() {
        return address().getPort();
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
        acceptor.close();
        boolean ended = relay.close(grace);
        group.close();
        return ended;
    }

    /** Ends at once, and closes every descriptor. Idempotent. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
