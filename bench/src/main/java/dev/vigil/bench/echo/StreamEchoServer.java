package dev.vigil.bench.echo;

import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.stream.Stream;
import dev.vigil.stream.StreamHandler;
import dev.vigil.stream.Streams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Over streams, on the backend of highest priority: many reads and writes with one call, or one call each. */
final class StreamEchoServer implements EchoServer, StreamHandler {
    private final boolean batches;
    private EventLoopGroup group;
    private Streams streams;
    private Acceptor acceptor;

    /** Written by the loop's thread alone. */
    private volatile long served;

    private volatile Throwable failure;

    StreamEchoServer(boolean batches) {
        this.batches = batches;
    }

    @Override
    public int start() throws IOException {
        group = EventLoop.builder()
                .name("echo server")
                .onException((loop, thrown) -> failure = thrown)
                .startGroup(1);
        streams = Streams.builder(group).batches(batches).build();
        acceptor = Acceptor.builder(group)
                .backlog(BACKLOG)
                .bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        streams.accepting((loop, stream) -> this));
        return ((InetSocketAddress) acceptor.localAddress()).getPort();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // There is one loop.
    public void onData(Stream stream, ByteBuffer data) {
        served += data.remaining() / MESSAGE;
        stream.write(data);
    }

    @Override
    public long served() {
        return served;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        if (acceptor != null) {
            acceptor.close();
        }
        if (streams != null) {
            streams.close();
        }
        if (group != null) {
            group.close();
        }
    }
}
