package dev.vigil.relay;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Hoard;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A program that has no descriptor left, not even for a class, when a handler of its loop throws and its relay gets its first pair. Fails unless the pair works; prints
 * how it ended.
 */
public final class RelayFirstPair {
    private RelayFirstPair() {}

    public static void main(String[] arguments) throws Exception {
        SocketChannel[] one = ChannelKinds.tcpPair();
        SocketChannel[] other = ChannelKinds.tcpPair();
        one[1].configureBlocking(false);
        other[1].configureBlocking(false);
        CompletableFuture<String> told = new CompletableFuture<>();
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend(arguments[0]))
                        .daemon(true)
                        .onException((loop, thrown) -> told.complete(thrown.getMessage()))
                        .startGroup(1);
                Relay relay = Relay.builder(group).build()) {
            serve(group.loops().get(0), one[1]);
            Hoard hoard = new Hoard();
            try {
                fail(group.loops().get(0), one[1]);
                if (!told.get().equals("meant")) {
                    throw new AssertionError(told.get());
                }
                RelayPair pair = relay.join(group.loops().get(0), RelayEnd.of(one[1]), RelayEnd.of(other[1]));
                pass(one[0], other[0]);
                pass(other[0], one[0]);
                one[0].shutdownOutput();
                other[0].shutdownOutput();
                while (pair.isActive()) {
                    Thread.onSpinWait();
                }
                System.out.println(pair.outcome());
            } finally {
                hoard.close();
            }
        }
        one[0].close();
        other[0].close();
    }

    /** Has the loop serve a channel, as one does that accepts. */
    private static void serve(EventLoop loop, SocketChannel channel) throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        loop.register(channel, Interest.WRITE, (registration, ready) -> {
            registration.update(Interest.READ);
            registration.cancel();
            served.countDown();
        });
        served.await();
    }

    /** Has a handler throw. */
    private static void fail(EventLoop loop, SocketChannel channel) throws Exception {
        loop.register(channel, Interest.WRITE, (registration, ready) -> {
            registration.update(Interest.READ);
            registration.cancel();
            throw new IOException("meant");
        });
    }

    private static void pass(SocketChannel from, SocketChannel to) throws Exception {
        from.write(ByteBuffer.wrap(new byte[] {42}));
        ByteBuffer taken = ByteBuffer.allocate(1);
        if (to.read(taken) != 1 || taken.get(0) != 42) {
            throw new AssertionError("not relayed");
        }
    }
}
