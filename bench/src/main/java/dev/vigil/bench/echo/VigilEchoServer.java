package dev.vigil.bench.echo;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.bench.mechanism.MigratingVariant;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Over one of Vigil's backends, with channels. */
final class VigilEchoServer extends ThreadEchoServer {
    private final String backend;
    private final List<SocketChannel> connections = new ArrayList<>();
    private EventSource source;

    VigilEchoServer(String backend) {
        this.backend = backend;
    }

    @Override
    void open() throws IOException {
        source = MigratingVariant.open(backend);
        source.register(listener, Interest.READ, (registration, ready) -> accept());
    }

    @Override
    void turn() throws IOException {
        source.poll();
    }

    @Override
    void watch(SocketChannel connection) throws IOException {
        connections.add(connection);
        source.register(connection, Interest.READ, (registration, ready) -> {
            echo(connection);
            if (!connection.isOpen()) {
                registration.cancel();
            }
        });
    }

    @Override
    void wake() {
        source.wakeup();
    }

    @Override
    public void close() throws IOException {
        stopThread();
        if (source != null) {
            source.close();
        }
        for (SocketChannel connection : connections) {
            connection.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
