package dev.vigil.bench.proxy;

import dev.vigil.bench.flow.PipelineWork;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Vigil's relay, without a listener: one loop, which it owns. */
final class RelayJoint implements PipelineWork.Joint {
    private static final long MEMORY = 256L << 20;

    private final EventLoopGroup group;
    private final Relay relay;

    RelayJoint(int depth) throws IOException {
        group = EventLoop.builder().name("relay").startGroup(1);
        relay = Relay.builder(group).buffer(depth).memory(MEMORY).build();
    }

    @Override
    public void join(SocketChannel from, SocketChannel to) {
        relay.join(group.loops().get(0), RelayEnd.of(from), RelayEnd.of(to));
    }

    @Override
    public void close() {
        relay.close();
        group.close();
    }
}
