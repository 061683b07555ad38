package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Whatever is thrown in the middle of something, by an end or a factory of somebody's, each call of a pair's life in its turn: the pair
 * ends once, both ends are closed, somebody hears of it, and the others go on.
 */
public interface RelayMistakeContract extends RelayFixture {
    /** Throws at one call, or from it on one and the same, and counts them all. */
    final class Fault implements Runnable {
        private final int at;
        private final boolean isError;
        private final boolean goesOn;
        private final AtomicInteger calls = new AtomicInteger();
        volatile Throwable thrown;

        Fault(int at, boolean isError, boolean goesOn) {
            this.at = at;
            this.isError = isError;
            this.goesOn = goesOn;
        }

        @Override
        public void run() {
            int call = calls.incrementAndGet();
            if (call < at || (call > at && !goesOn)) {
                return;
            }
            if (thrown instanceof OutOfMemoryError again) {
                throw again;
            }
            if (isError) {
                OutOfMemoryError error = new OutOfMemoryError("meant");
                thrown = error;
                throw error;
            }
            IllegalStateException exception = new IllegalStateException("meant");
            thrown = exception;
            throw exception;
        }
    }

    /** What a pair goes through. */
    @FunctionalInterface
    interface Life {
        /** Begins a pair of ends that are faulty, and returns the peer of its first end. */
        SocketChannel begin(RelayRig rig, Fault fault, List<FaultyEnd> ends) throws IOException;
    }

    @Test
    default void aPairWhoseEndThrowsAnywhereEndsOnce() throws Exception {
        forEachCall((rig, fault, ends) -> {
            SocketChannel[] left = ChannelKinds.tcpPair();
            SocketChannel[] right = ChannelKinds.tcpPair();
            left[1].configureBlocking(false);
            right[1].configureBlocking(false);
            ends.add(new FaultyEnd(RelayEnd.of(left[1]), fault));
            ends.add(new FaultyEnd(RelayEnd.of(right[1]), fault));
            // What it gets goes back, so that both directions work.
            answer(right[0]);
            rig.relay.join(rig.loop, ends.get(0), ends.get(1));
            return left[0];
        });
    }

    @Test
    default void aPairWhoseEndThrowsAnywhereWhileItConnectsEndsOnce() throws Exception {
        forEachCall((rig, fault, ends) -> {
            SocketChannel[] left = ChannelKinds.tcpPair();
            left[1].configureBlocking(false);
            ends.add(new FaultyEnd(RelayEnd.of(left[1]), fault));
            try (ServerSocketChannel server = ChannelKinds.listener()) {
                server.configureBlocking(false);
                rig.relay.connect(rig.loop, ends.get(0), server.getLocalAddress());
                Loops.until(() -> isAnswered(server) || rig.relay.active() == 1, "a connection");
            }
            return left[0];
        });
    }

    private static boolean isAnswered(ServerSocketChannel server) {
        try {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
                accepted.configureBlocking(true);
                answer(accepted);
            }
            return accepted != null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void forEachCall(Life life) throws Exception {
        forEachCall(life, false, false);
        forEachCall(life, true, false);
        forEachCall(life, true, true);
    }

    private void forEachCall(Life life, boolean isError, boolean goesOn) throws Exception {
        int at = 1;
        while (isReached(life, new Fault(at, isError, goesOn))) {
            at++;
        }
        assertTrue(at > 15, "calls in the life of a pair: " + at);
    }

    /** Lets a pair live, with a fault. False if it has ended before the fault. */
    private boolean isReached(Life life, Fault fault) throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        AtomicInteger told = new AtomicInteger();
        List<FaultyEnd> ends = new CopyOnWriteArrayList<>();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.add(thrown));
        Function<SelectableChannel, RelayEnd> factory = channel -> {
            FaultyEnd end = new FaultyEnd(RelayEnd.of(channel), fault);
            ends.add(end);
            return end;
        };
        try (RelayRig rig = new RelayRig(
                RelayEnd::of, loops, settings -> settings.ends(factory).whenEnded(pair -> told.incrementAndGet()))) {
            RelayRig.Line other = rig.line();
            SocketChannel left = null;
            Throwable thrown = null;
            try {
                left = life.begin(rig, fault, ends);
            } catch (RuntimeException | Error e) {
                assertTrue(e == fault.thrown, () -> "thrown to the caller: " + e);
                thrown = e;
            }
            if (left != null) {
                live(left);
                Loops.until(() -> rig.relay.active() == 1, "the end of the pair, with " + fault.thrown);
                left.close();
            }
            ends.forEach(end -> assertTrue(end.closings() > 0, "an end was left open, with " + fault.thrown));
            RelayRig.assertWorks(other);
            rig.assertNoBuffers();
            other.pair().close();
            long pairs = thrown == null ? 2 : 1;
            Loops.until(() -> told.get() == pairs, "a word of each pair");
            RelayTotals totals = rig.relay.totals();
            assertEquals(0, totals.active());
            assertEquals(pairs, totals.started());
            assertEquals(
                    pairs,
                    totals.ended().values().stream().mapToLong(count -> count).sum());
            assertFalse(rig.loop.isTerminated());
            if (thrown == null && fault.thrown != null) {
                Loops.until(() -> reported.contains(fault.thrown), "a report of what was thrown");
            }
        }
        return fault.thrown != null;
    }

    /** A client: sends, takes what comes back, and ends; however far it gets. */
    private static void live(SocketChannel client) {
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        try {
            client.write(bytes);
            client.shutdownOutput();
            while (client.read(bytes.clear()) >= 0) {
                // To the end.
            }
        } catch (IOException e) {
            // Its pair has failed.
            return;
        }
    }

    /** Sends back what comes, on a thread of its own, until it ends. */
    private static void answer(SocketChannel peer) {
        Thread thread = new Thread(() -> {
            try (peer) {
                ByteBuffer bytes = ByteBuffer.allocate(4096);
                while (peer.read(bytes.clear()) >= 0) {
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        peer.write(bytes);
                    }
                }
            } catch (IOException e) {
                // The pair has failed.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
