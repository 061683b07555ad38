package dev.vigil.bench.soak;

import dev.vigil.EventSourceBuilder;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** An acceptor, and a loop that echoes. */
final class SoakServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 1 << 16;

    private final Set<EchoConnection> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder urgents = new LongAdder();
    private final ThreadLocal<ByteBuffer> buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));
    private final EventLoopGroup group;
    private final Acceptor acceptor;

    SoakServer(EventSourceBuilder source, LoopExceptionHandler failures) throws IOException {
        group = EventLoop.builder()
                .name("soak-server")
                .source(source)
                .onException(failures)
                .daemon(true)
                .startGroup(1);
        acceptor = Acceptor.builder(group)
                .backlog(BACKLOG)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (loop, channel) -> {
                    EchoConnection.serve(this, loop, channel);
                });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    String backend() {
        return loop().source().backend();
    }

    /** The buffer of the calling loop. */
    ByteBuffer buffer() {
        return buffers.get();
    }

    void opened(EchoConnection connection) {
        connections.add(connection);
    }

    synchronized void closed(EchoConnection connection) {
        connections.remove(connection);
        if (connections.isEmpty()) {
            notifyAll();
        }
    }

    /** Waits until none is open. */
    synchronized void awaitNone(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !connections.isEmpty(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    EventLoop loop() {
        return group.next();
    }

    void urgent() {
        urgents.increment();
    }

    /** How many are open. */
    int open() {
        return connections.size();
    }

    long urgents() {
        return urgents.sum();
    }

    @Override
    public void close() {
        acceptor.close();
        group.close();
        connections.forEach(EchoConnection::close);
    }
}
