package dev.vigil.bench.serve;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.Statistics;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One thread, its source, and the connections that it has accepted. Nothing here is shared with other loops. */
final class ServerLoop {
    /** Read into by whichever connection is being served: one that is idle needs no memory for it. */
    final ByteBuffer input = ByteBuffer.allocateDirect(Connection.INPUT);

    /** What the connection being served has to say; what its client does not take is copied out of here. */
    final ByteBuffer output = ByteBuffer.allocateDirect(Connection.OUTPUT);

    private final EventSource source;
    private final Thread thread;
    private final Set<Connection> connections = new HashSet<>();

    /** Set before the thread is started. */
    private Listener listener;

    private CompletableFuture<Void> end;
    private volatile boolean stopping;
    private Statistics last;

    ServerLoop(String name, EventSource source) {
        this.source = source;
        thread = new Thread(this::run, name);
    }

    /** Begins to accept and serve; a failure of this loop goes to {@code end}. */
    void start(ServerSocketChannel socket, boolean shared, CompletableFuture<Void> end) throws IOException {
        this.end = end;
        listener = Listener.register(socket, shared, source, this);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                if (listener.isPaused()) {
                    source.poll(listener.nanosOfPause());
                    listener.resumeIfDue();
                } else {
                    source.poll();
                }
            }
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    /** Takes over a connection that was just made. */
    void serve(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            // Answers leave in one write each. Held back until the client has acknowledged the one before, they would
            // be late.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Connection connection = new Connection(channel, this);
            source.register(channel, Interest.READ, connection);
            connections.add(connection);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Ends a connection: first the registration, then the descriptor. */
    void end(Connection connection, Registration registration) {
        registration.cancel();
        connections.remove(connection);
        connection.close();
    }

    String backend() {
        return source.backend();
    }

    synchronized Statistics statistics() {
        return source.isOpen() ? source.statistics() : last;
    }

    /** Asks the thread to end. */
    void stop() {
        stopping = true;
        if (source.isOpen()) {
            source.wakeup();
        }
    }

    /** Waits for the thread, then closes what is left. */
    synchronized void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (source.isOpen()) {
            last = source.statistics();
            source.close();
        }
        connections.forEach(Connection::close);
        connections.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
