package dev.vigil.nio;

import dev.vigil.contract.Ballast;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.ChildJvm;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A relay that is closed while there is no memory ends, and tells of each pair. In a JVM with little of it. */
class RelayWithoutMemoryTest {
    private static final int PAIRS = 5;
    private static final int LEAST = 600;
    private static final int MOST = 2_600;
    private static final int STEP = 50;
    private static final int MOST_PASSES = 3;
    private static final long LIMIT_MILLIS = 20_000;

    /** A field, for with the memory full no class can be loaded that would keep it. */
    @SuppressWarnings("UnusedVariable")
    private static volatile Object ballast;

    @Test
    void aRelayIsClosedWithoutMemory() throws Exception {
        ChildJvm.withTestClassPath()
                .options("-Xmx24m", "-XX:+UseSerialGC", "-Ddev.vigil.backend=nio")
                .run(RelayWithoutMemoryTest.class)
                .assertClean();
    }

    /** Fills the memory to a different degree each time, until somebody has missed it. */
    public static void main(String[] arguments) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        for (int pass = 0; pass < MOST_PASSES && refused.get() == 0; pass++) {
            for (int spare = LEAST + pass * STEP / MOST_PASSES; spare < MOST; spare += STEP) {
                close(spare, refused);
            }
        }
        if (refused.get() == 0) {
            throw new AssertionError("there was memory enough");
        }
    }

    private static void close(int spare, AtomicInteger refused) throws Exception {
        AtomicInteger told = new AtomicInteger();
        List<SocketChannel> peers = new ArrayList<>();
        try (EventLoopGroup group = EventLoop.builder()
                .daemon(true)
                .onException((loop, thrown) -> refused.incrementAndGet())
                .startGroup(1)) {
            EventLoop loop = group.next();
            Relay relay = Relay.builder(group)
                    .whenEnded(pair -> told.incrementAndGet())
                    .build();
            for (int i = 0; i < PAIRS; i++) {
                relay.join(loop, end(peers), end(peers));
            }
            CountDownLatch begun = new CountDownLatch(1);
            loop.execute(() -> {
                await(begun);
                ballast = Ballast.allBut(spare);
            });
            Thread closing = new Thread(relay::close);
            closing.start();
            while (closing.getState() != Thread.State.WAITING && closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            loop.execute(() -> ballast = null);
            begun.countDown();
            closing.join(LIMIT_MILLIS);
            ballast = null;
            if (closing.isAlive()) {
                throw new AssertionError("with " + spare + " bytes: closing goes on, of " + relay.active() + " pairs");
            }
        }
        for (SocketChannel peer : peers) {
            peer.close();
        }
        if (told.get() != PAIRS) {
            throw new AssertionError("with " + spare + " bytes: told of " + told);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RelayEnd end(List<SocketChannel> peers) throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        pair[0].configureBlocking(false);
        peers.add(pair[1]);
        return RelayEnd.of(pair[0]);
    }
}
