package dev.vigil.bench.proxy;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.bench.relay.RelayServer;
import dev.vigil.bench.relay.RelaySettings;
import dev.vigil.bench.worker.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Vigil's relay, as the command {@code bench/run relay} runs it. */
final class RelayProxy implements Proxy {
    private static final int KIB = 1024;

    private final RelaySettings settings;
    private RelayServer server;

    private RelayProxy(RelaySettings settings) {
        this.settings = settings;
    }

    static Proxy of(String contender, Request request) {
        RelaySettings settings = RelaySettings.DEFAULT.withLoops(ProxyContenders.loops(contender));
        long buffer = request.number("buffer", 0, 1, 1 << 20);
        String backend = request.choice("backend", backends());
        return new RelayProxy((buffer == 0 ? settings : settings.withBuffer(buffer * KIB)).withBackend(backend));
    }

    /** The one that the library chooses comes first, and so stands for none. */
    private static String[] backends() {
        return EventSource.backends().stream()
                .filter(status -> status.availability().usable())
                .map(BackendStatus::name)
                .toArray(String[]::new);
    }

    @Override
    public int start(int to) throws IOException {
        server = RelayServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), to),
                settings);
        return server.port();
    }

    @Override
    public Throwable failure() {
        return null;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
