package dev.vigil.relay;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Hoard;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/**
 * A program that has no descriptor left when its relay gets its first pair, not even for a class. Fails unless the pair works; prints
 * how it ended.
 */
public final class RelayFirstPair {
    private RelayFirstPair() {}

    public static void main(String[] arguments) throws Exception {
        SocketChannel[] one = ChannelKinds.tcpPair();
        SocketChannel[] other = ChannelKinds.tcpPair();
        one[1].configureBlocking(false);
        other[1].configureBlocking(false);
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend(arguments[0]))
                        .daemon(true)
                        .startGroup(1);
                Relay relay = Relay.builder(group).build()) {
            serve(group.loops().get(0), one[1]);
            Hoard hoard = new Hoard();
            try {
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

    private static void pass(SocketChannel from, SocketChannel to) throws Exception {
        from.write(ByteBuffer.wrap(new byte[] {42}));
        ByteBuffer taken = ByteBuffer.allocate(1);
        if (to.read(taken) != 1 || taken.get(0) != 42) {
            throw new AssertionError("not relayed");
        }
    }
}
