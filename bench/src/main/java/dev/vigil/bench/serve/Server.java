package dev.vigil.bench.serve;

import dev.vigil.EventSourceBuilder;
import dev.vigil.Statistics;
import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.stream.Streams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** A listening socket shared by some loops, each on a thread of its own. Runs from {@link #start} to {@link #close}. */
public final class Server implements AutoCloseable {
    /** The kernel cuts it down to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    /** Read at most at once: what is answered to it is little more than a stream takes before it wants to be rid of it. */
    static final int INPUT = 4096;

    private final EventLoopGroup group;
    private final Streams streams;
    private final Acceptor acceptor;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closing;
    private List<Statistics> last;

    private Server(EventSourceBuilder sources, InetSocketAddress address, int loops) throws IOException {
        group = EventLoop.builder().name("serve").source(sources).startGroup(loops);
        try {
            streams = Streams.builder(group).message(INPUT).build();
            acceptor = Acceptor.builder(group)
                    .backlog(BACKLOG)
                    .bind(address, streams.accepting((loop, stream) -> new Connection()));
        } catch (Throwable e) {
            group.close();
            throw e;
        }
        group.loops().forEach(loop -> atEnd(loop, () -> ended(loop)));
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
        Rehearsal.run(sources);
        return new Server(sources, address, loops);
    }

    /** As {@link #start}, for the first time: the classes that it takes are loaded by it. */
    static Server rehearse(EventSourceBuilder sources, InetSocketAddress address) throws IOException {
        return new Server(sources, address, 1);
    }

    private void atEnd(EventLoop loop, Runnable action) {
        try {
            loop.addEndAction(action);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    private void ended(EventLoop loop) {
        if (!closing) {
            end.completeExceptionally(new IllegalStateException(loop + " has ended; its log tells why"));
        }
    }

    /** Where it listens, with the port that the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    /** The name of the backend that its loops wait with. */
    public String backend() {
        return group.loops().get(0).source().backend();
    }

    /** What the source of each loop has done so far. */
    public synchronized List<Statistics> statistics() {
        return last != null
                ? last
                : group.loops().stream().map(loop -> loop.source().statistics()).toList();
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
        closing = true;
        acceptor.close();
        streams.close();
        if (last == null) {
            last = statistics();
        }
        group.close();
        end.complete(null);
    }
}
