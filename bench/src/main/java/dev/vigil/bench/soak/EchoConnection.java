package dev.vigil.bench.soak;

import dev.vigil.EventHandler;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** The server's side of a connection: sends back what comes, holds no more than one read, and closes at the end. */
final class EchoConnection implements EventHandler {
    private final SoakServer server;
    private final SocketChannel channel;
    private final Registration registration;
    private final ByteBuffer shared;

    /** What the client has not taken, or null. */
    private ByteBuffer pending;

    private boolean begun;

    private EchoConnection(SoakServer server, EventLoop loop, SocketChannel channel) throws IOException {
        this.server = server;
        this.channel = channel;
        this.shared = server.buffer();
        registration = loop.register(channel, interest(loop.source().features()), this);
    }

    /** Begins to serve one. */
    static void serve(SoakServer server, EventLoop loop, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.opened(new EchoConnection(server, loop, channel));
    }

    private static Interest interest(Set<Feature> features) {
        return features.contains(Feature.PRIORITY) ? Interest.READ.and(Interest.PRIORITY) : Interest.READ;
    }

    @Override
    public void onReady(Registration self, Readiness ready) {
        try {
            if (ready.isPriority()) {
                // The urgent byte stays where it is until what is behind it is read: told once is enough.
                server.urgent();
                self.update(Interest.READ);
            }
            if (pending != null) {
                flush();
            } else if (ready.isReadable()) {
                receive();
            }
        } catch (IOException e) {
            // Reset, which some of these clients are here for.
            close();
        }
    }

    private void receive() throws IOException {
        ByteBuffer bytes = shared.clear();
        int count = channel.read(bytes);
        if (count < 0) {
            close();
            return;
        }
        bytes.flip();
        if (!begun && count > 0) {
            begun = true;
            if (bytes.get(0) == Habit.BE_RESET.first) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                close();
                return;
            }
        }
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            pending = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            registration.update(Interest.WRITE);
        }
    }

    private void flush() throws IOException {
        channel.write(pending);
        if (!pending.hasRemaining()) {
            pending = null;
            registration.update(Interest.READ);
        }
    }

    /** Ends it: first the registration, then the descriptor. */
    void close() {
        registration.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same: close(2) frees the descriptor before it reports anything.
            return;
        } finally {
            server.closed(this);
        }
    }
}
