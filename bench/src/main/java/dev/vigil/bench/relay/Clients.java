package dev.vigil.bench.relay;

import dev.vigil.accept.AcceptHandler;
import dev.vigil.loop.EventLoop;
import dev.vigil.relay.Destination;
import dev.vigil.relay.Relay;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** What becomes of a client that was accepted: it is handed to the relay, after a look-up where the destination has a name. */
final class Clients implements AcceptHandler<SocketChannel> {
    private final Relay relay;
    private final Upstream upstream;
    private final RelaySettings settings;
    private final FailureLines lines;

    /** Null where nothing is looked up. */
    private final ExecutorService lookups;

    Clients(Relay relay, Upstream upstream, RelaySettings settings, ExecutorService lookups, FailureLines lines) {
        this.relay = relay;
        this.upstream = upstream;
        this.settings = settings;
        this.lookups = lookups;
        this.lines = lines;
    }

    @Override
    public void onAccept(EventLoop loop, SocketChannel client) throws IOException {
        if (relay.active() >= settings.maxConnections()) {
            lines.tell(client.getRemoteAddress() + " is closed: there are " + settings.maxConnections()
                    + " connections already");
            client.close();
            return;
        }
        if (client.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (lookups == null) {
            relay(loop, client, upstream.addresses());
        } else {
            lookups.execute(() -> lookUp(loop, client));
        }
    }

    /** On a thread that may wait. */
    private void lookUp(EventLoop loop, SocketChannel client) {
        try {
            relay(loop, client, upstream.addresses());
        } catch (RejectedExecutionException e) {
            // The relay is closed by now, and so is the client.
            return;
        } catch (IOException e) {
            lines.tell("nobody is connected to " + upstream + ": " + e);
            close(client);
        }
    }

    private void relay(EventLoop loop, SocketChannel client, List<SocketAddress> addresses) throws IOException {
        byte[] header = settings.header().bytes(client.getRemoteAddress(), client.getLocalAddress());
        relay.connect(
                loop,
                RelayServer.end(client, settings),
                Destination.of(addresses).preamble(header));
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        }
    }
}
