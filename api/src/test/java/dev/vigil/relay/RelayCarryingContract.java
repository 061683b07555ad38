package dev.vigil.relay;

import static dev.vigil.relay.RelayRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a relay carries: every byte, in order, both ways, with the ends where they belong. */
public interface RelayCarryingContract extends RelayFixture {
    private static long get(CompletableFuture<Long> result) throws Exception {
        return result.get(4 * Polling.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    default void bytesOfRandomSizesArriveUnchangedBothWays() throws Exception {
        for (int depth : new int[] {1000, 64 * 1024, 300_000}) {
            try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(depth))) {
                RelayRig.Line line = rig.line();
                long forth = 3_000_000;
                long back = 2_000_000;
                CompletableFuture<Long> sentForth = RelayRig.async(() -> RelayRig.send(line.left(), forth, 1));
                CompletableFuture<Long> sentBack = RelayRig.async(() -> RelayRig.send(line.right(), back, 2));
                CompletableFuture<Long> gotBack = RelayRig.async(() -> RelayRig.receive(line.left(), back));
                assertEquals(RelayRig.receive(line.right(), forth), get(sentForth));
                assertEquals(get(gotBack), get(sentBack));
                assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
                assertEquals(forth, line.pair().forth().bytes());
                assertEquals(back, line.pair().back().bytes());
                assertEquals(forth, rig.relay.totals().forth().bytes());
                rig.assertNothingLeft();
            }
        }
    }

    @Test
    default void eachHalfIsClosedAfterTheDataBeforeItWhileTheOtherGoesOn() throws Exception {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            for (boolean leftFirst : new boolean[] {true, false}) {
                RelayRig.Line line = rig.line();
                SocketChannel early = leftFirst ? line.left() : line.right();
                SocketChannel late = leftFirst ? line.right() : line.left();
                int bytes = 5_000_000;
                CompletableFuture<Long> sent = RelayRig.async(() -> RelayRig.send(early, bytes, 3));
                assertEquals(RelayRig.receive(late, bytes), get(sent));
                assertTrue(line.pair().isActive());
                CompletableFuture<Long> answered = RelayRig.async(() -> RelayRig.send(late, bytes, 4));
                assertEquals(RelayRig.receive(early, bytes), get(answered));
                assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
                assertNull(line.pair().cause());
            }
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aPairThatIsQuietCostsNoPollAndHoldsNoMemory() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            RelayRig.put(line.left(), 1000);
            RelayRig.take(line.right(), 1000);
            line.right().shutdownOutput();
            assertEquals(-1, line.left().read(ByteBuffer.allocate(1)));
            rig.assertQuiet();
            rig.assertNoBuffers();
        }
    }

    @Test
    default void connectsToADestinationAndRelays() throws Exception {
        try (ServerSocketChannel server = ChannelKinds.listener();
                RelayRig rig = new RelayRig(ends(), relayLoops())) {
            SocketChannel[] left = ChannelKinds.tcpPair();
            left[1].configureBlocking(false);
            RelayPair pair = rig.relay.connect(rig.loop, ends().apply(left[1]), server.getLocalAddress());
            try (SocketChannel client = left[0];
                    SocketChannel right = server.accept()) {
                RelayRig.put(client, 100_000);
                RelayRig.take(right, 100_000);
                client.shutdownOutput();
                right.shutdownOutput();
                assertEquals(RelayOutcome.FINISHED, outcome(pair));
                assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            }
            rig.assertNothingLeft();
        }
    }

    @Test
    default void pipesAreRelayedOneWay() throws Exception {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            Pipe in = Pipe.open();
            Pipe out = Pipe.open();
            in.source().configureBlocking(false);
            out.sink().configureBlocking(false);
            RelayPair pair = rig.relay.join(rig.loop, ends().apply(in.source()), ends().apply(out.sink()));
            int bytes = 500_000;
            CompletableFuture<Long> sent = RelayRig.async(() -> {
                try (Pipe.SinkChannel sink = in.sink()) {
                    for (ByteBuffer left = ByteBuffer.allocate(bytes); left.hasRemaining(); ) {
                        sink.write(left);
                    }
                }
                return (long) bytes;
            });
            long received = 0;
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            try (Pipe.SourceChannel source = out.source()) {
                for (int count = source.read(buffer); count >= 0; count = source.read(buffer.clear())) {
                    received += count;
                }
            }
            assertEquals(get(sent), received);
            assertEquals(RelayOutcome.FINISHED, outcome(pair));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void manyPairsGoOnBesideEachOther() throws Exception {
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(16 * 1024))) {
            List<RelayRig.Line> lines = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                lines.add(rig.line());
            }
            for (int round = 1; round <= 5; round++) {
                for (RelayRig.Line line : lines) {
                    RelayRig.put(line.left(), 700 * round);
                    RelayRig.put(line.right(), 300 * round);
                }
                for (RelayRig.Line line : lines) {
                    RelayRig.take(line.right(), 700L * round);
                    RelayRig.take(line.left(), 300L * round);
                }
            }
            for (RelayRig.Line line : lines) {
                line.left().close();
                line.right().shutdownOutput();
                assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
            }
            assertEquals(150L * 700 * 15, rig.relay.totals().forth().bytes());
            assertEquals(150, rig.relay.totals().ended(RelayOutcome.FINISHED));
            rig.assertNothingLeft();
        }
    }

    /** What a stream costs once it runs: no memory of the heap, however many bytes. */
    @Test
    default void movingBytesAllocatesNothing() throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.idleTimeout(Duration.ofDays(1)))) {
            RelayRig.Line line = rig.line();
            int turns = 2_000;
            long allocated = Long.MAX_VALUE;
            // The first rounds run in the interpreter and load classes.
            for (int round = 0; round < 20 && allocated > turns * 8L; round++) {
                long begin = Loops.call(rig.loop, memory::getCurrentThreadAllocatedBytes);
                for (int i = 0; i < turns; i++) {
                    RelayRig.put(line.left(), 100);
                    RelayRig.take(line.right(), 100);
                }
                allocated = Loops.call(rig.loop, memory::getCurrentThreadAllocatedBytes) - begin;
            }
            assertTrue(allocated <= turns * 8L, "bytes allocated in " + turns + " turns: " + allocated);
        }
    }

    @Test
    default void settingsThatMakeNoSenseAreRefused() throws IOException {
        try (EventLoopGroup group = relayLoops().startGroup(2)) {
            RelayBuilder settings = Relay.builder(group);
            assertThrows(IllegalArgumentException.class, () -> settings.buffer(0));
            assertThrows(IllegalArgumentException.class, () -> settings.buffer(Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> settings.memory(0));
            assertThrows(IllegalArgumentException.class, () -> settings.memory(Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> settings.budget(0));
            assertThrows(IllegalArgumentException.class, () -> settings.idleTimeout(Duration.ofNanos(-1)));
            assertThrows(IllegalArgumentException.class, () -> settings.connectTimeout(Duration.ofNanos(-1)));
            settings.buffer(100_000).memory(100_000);
            assertThrows(IllegalArgumentException.class, settings::build);
            try (DatagramChannel datagrams = DatagramChannel.open();
                    SocketChannel blocking = SocketChannel.open();
                    ServerSocketChannel listener = ServerSocketChannel.open()) {
                datagrams.configureBlocking(false);
                listener.configureBlocking(false);
                assertThrows(IllegalArgumentException.class, () -> RelayEnd.of(datagrams));
                assertThrows(IllegalArgumentException.class, () -> RelayEnd.of(blocking));
                assertThrows(IllegalArgumentException.class, () -> RelayEnd.of(listener));
            }
        }
    }

    @Test
    default void aRelayThatIsClosedTakesNoMorePairsAndClosesWhatItIsGiven() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            rig.relay.close();
            assertThrows(RejectedExecutionException.class, rig::line);
            assertEquals(0, rig.relay.totals().started());
            rig.assertNothingLeft();
        }
    }
}
