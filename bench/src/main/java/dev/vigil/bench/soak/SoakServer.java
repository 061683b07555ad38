package dev.vigil.bench.soak;

import dev.vigil.EventSource;
import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.LoopExceptionHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** An acceptor, and a loop that echoes. */
final class SoakServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 1 << 16;

    private final Set<EchoConnection> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder urgents = new LongAdder();
    private final LongAdder resets = new LongAdder();
    private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));
    private final EventLoopGroup group;
    private final Acceptor acceptor;

    SoakServer(String backend, LoopExceptionHandler failures) throws IOException {
        group = EventLoop.builder()
                .name("soak-server")
                .source(
                        backend == null
                                ? EventSource.builder()
                                : EventSource.builder().backend(backend))
                .onException(failures)
                .daemon(true)
                .startGroup(1);
        acceptor = Acceptor.builder(group)
                .backlog(BACKLOG)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (loop, channel) -> {
                    accepted.increment();
                    EchoConnection.serve(this, loop, channel);
                });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    String backend() {
        return group.next().source().backend();
    }

    /** The buffer of the calling loop. */
    ByteBuffer buffer() {
        return buffers.get();
    }

    void opened(EchoConnection connection) {
        connections.add(connection);
    }

    void closed(EchoConnection connection) {
        connections.remove(connection);
    }

    void urgent() {
        urgents.increment();
    }

    void reset() {
        resets.increment();
    }

    /** How many are open. */
    int open() {
        return connections.size();
    }

    long accepted() {
        return accepted.sum();
    }

    long urgents() {
        return urgents.sum();
    }

    long resets() {
        return resets.sum();
    }

    @Override
    public void close() {
        acceptor.close();
        group.close();
        connections.forEach(EchoConnection::close);
    }
}
