package dev.vigil.bench.serve;

import dev.vigil.EventSourceBuilder;
import dev.vigil.Statistics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A listening socket shared by some loops, each on a thread of its own. Runs from {@link #start} to {@link #close}. */
public final class Server implements AutoCloseable {
    /** The kernel cuts it down to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final List<ServerLoop> loops = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Server(InetSocketAddress wanted) throws IOException {
        listener = ServerSocketChannel.open();
        try {
            listener.bind(wanted, BACKLOG);
            listener.configureBlocking(false);
            address = (InetSocketAddress) listener.getLocalAddress();
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    /**
     * Listens and serves.
     *
     * @param sources opens the source of each loop
     * @param address where to listen; port 0 lets the system choose
     * @param loops how many threads, at least 1
     * @return the server, which takes connections already
     * @throws IOException if the address is taken, or the system refuses what a source needs; nothing is left open then
     */
    public static Server start(EventSourceBuilder sources, InetSocketAddress address, int loops) throws IOException {
        Server server = new Server(address);
        try {
            Rehearsal.run(sources);
            for (int i = 1; i <= loops; i++) {
                server.loops.add(new ServerLoop("serve-" + i, sources.open()));
            }
            for (ServerLoop loop : server.loops) {
                loop.start(server.listener, loops > 1, server.end);
            }
        } catch (Throwable e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Where it listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return address;
    }

    /** The name of the backend that its loops wait with. */
    public String backend() {
        return loops.get(0).backend();
    }

    /** What the source of each loop has done so far. */
    public List<Statistics> statistics() {
        return loops.stream().map(ServerLoop::statistics).toList();
    }

    /**
     * Waits until the server is closed.
     *
     * @throws ExecutionException if a loop has ended by a failure, which is the cause; the others still run
     * @throws InterruptedException if this thread is interrupted; the server runs on
     */
    public void await() throws ExecutionException, InterruptedException {
        end.get();
    }

    /** Stops the loops, waits for them, and closes every descriptor. Idempotent. */
    @Override
    public synchronized void close() throws IOException {
        loops.forEach(ServerLoop::stop);
        for (ServerLoop loop : loops) {
            loop.close();
        }
        listener.close();
        end.complete(null);
    }
}
