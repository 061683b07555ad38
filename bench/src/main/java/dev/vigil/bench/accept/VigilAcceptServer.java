package dev.vigil.bench.accept;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.accept.AcceptHandler;
import dev.vigil.accept.Acceptor;
import dev.vigil.accept.AcceptorBuilder;
import dev.vigil.accept.Sharing;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.raw.DescriptorListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** An acceptor over loops. */
final class VigilAcceptServer implements AcceptServer {
    private final LongAdder accepted = new LongAdder();
    private final EventLoopGroup group;
    private final Acceptor acceptor;

    /** {@code sharing} may be {@code auto}; {@code every} is how many accepts make a rotation due. */
    VigilAcceptServer(String backend, int loops, String sharing, int every) throws IOException {
        group = EventLoop.builder()
                .source(EventSource.builder().backend(backend))
                .daemon(true)
                .startGroup(loops);
        AcceptorBuilder builder = Acceptor.builder(group).backlog(BACKLOG).rotateEvery(every);
        if (!sharing.equals(Sharings.AUTO)) {
            builder.sharing(Sharing.valueOf(sharing.toUpperCase(Locale.ROOT)));
        }
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        boolean raw = group.next().source().features().contains(Feature.DESCRIPTORS);
        acceptor =
                raw ? builder.bind(DescriptorListener::open, anywhere, handler()) : builder.bind(anywhere, handler());
    }

    private <C extends Closeable> AcceptHandler<C> handler() {
        return (loop, connection) -> {
            connection.close();
            accepted.increment();
        };
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) acceptor.localAddress();
    }

    @Override
    public long accepted() {
        return accepted.sum();
    }

    @Override
    public void close() {
        acceptor.close();
        group.close();
    }
}
