package dev.vigil.relay;

import static dev.vigil.relay.RelayRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.ChildJvm;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Peers that read nothing, send nothing, vanish or cannot be reached; and what is to happen to everybody else: nothing. */
public interface RelayTroubleContract extends RelayFixture {
    private static void assertEnded(SocketChannel peer) throws IOException {
        assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }

    @Test
    default void aResetIsPassedOnAndEndsThePair() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line other = rig.line();
            for (boolean leftFails : new boolean[] {true, false}) {
                RelayRig.Line line = rig.line();
                RelayRig.assertWorks(line);
                RelayRig.reset(leftFails ? line.left() : line.right());
                assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
                assertInstanceOf(IOException.class, line.pair().cause());
                SocketChannel survivor = leftFails ? line.right() : line.left();
                assertThrows(IOException.class, () -> survivor.read(ByteBuffer.allocate(1)));
            }
            RelayRig.assertWorks(other);
            assertEquals(2, rig.relay.totals().ended(RelayOutcome.FAILED));
            rig.assertNoBuffers();
        }
    }

    @Test
    default void aPeerThatDoesNotReadStopsItsSenderAndNobodyElse() throws IOException {
        int depth = 100_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(depth))) {
            RelayRig.Line stalled = rig.line();
            RelayRig.Line other = rig.line();
            long sent = RelayRig.flood(stalled);
            long held = sent - stalled.pair().forth().bytes();
            assertTrue(rig.relay.totals().lentBytes() <= 2 * 64 * 1024, "memory for " + depth + " bytes");
            assertTrue(held >= depth, "bytes held by relay and kernel: " + held);
            rig.assertQuiet();
            RelayRig.assertWorks(other);
            assertEquals(0, stalled.pair().forth().stalledNanos(), "a stall counts when it is over");
            RelayRig.take(stalled.right(), sent);
            assertTrue(stalled.pair().forth().stalledNanos() > 0);
            RelayRig.assertWorks(stalled);
            rig.assertNoBuffers();
        }
    }

    @Test
    default void aReceiverThatIsResetWithBytesWaitingForItLeavesNothingBehind() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            RelayRig.flood(line);
            RelayRig.reset(line.right());
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aSenderThatHalfClosesWhileItIsNotReadIsHeardWhenTheRestIsTaken() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(32 * 1024))) {
            RelayRig.Line line = rig.line();
            long sent = RelayRig.flood(line);
            line.left().shutdownOutput();
            rig.assertQuiet();
            RelayRig.take(line.right(), sent);
            assertEnded(line.right());
            line.right().shutdownOutput();
            assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aPairOnWhichNothingMovesEndsAfterTheIdleTimeout() throws IOException {
        Duration timeout = Duration.ofMillis(50);
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.idleTimeout(timeout))) {
            long begin = System.nanoTime();
            RelayRig.Line silent = rig.line();
            assertEquals(RelayOutcome.IDLE, outcome(silent.pair()));
            assertTrue(System.nanoTime() - begin >= timeout.toNanos(), "too early");
            assertEnded(silent.left());
            assertEnded(silent.right());
            RelayRig.Line stalled = rig.line();
            CompletableFuture<Long> sent = RelayRig.async(() -> {
                RelayRig.put(stalled.left(), 100_000_000);
                return 0L;
            });
            assertEquals(RelayOutcome.IDLE, outcome(stalled.pair()));
            assertThrows(ExecutionException.class, sent::get);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aDestinationThatRefusesEndsThePair() throws IOException {
        SocketAddress nobody;
        try (ServerSocketChannel listener = ChannelKinds.listener()) {
            nobody = listener.getLocalAddress();
        }
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.connect(nobody);
            assertEquals(RelayOutcome.CONNECT_FAILED, outcome(line.pair()));
            assertInstanceOf(ConnectException.class, line.pair().cause());
            assertEnded(line.left());
            rig.assertNothingLeft();
        }
    }

    /** Nobody can connect to the broadcast address by TCP; the system says so without sending anything. */
    @Test
    default void aDestinationThatIsUnreachableEndsThePair() throws IOException {
        InetAddress everybody = InetAddress.getByAddress(new byte[] {-1, -1, -1, -1});
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.connect(new InetSocketAddress(everybody, 9));
            assertEquals(RelayOutcome.CONNECT_FAILED, outcome(line.pair()));
            assertInstanceOf(IOException.class, line.pair().cause());
            assertEnded(line.left());
            rig.assertNothingLeft();
        }
    }

    /** A listener whose queue is full leaves further attempts without an answer. */
    @Test
    default void aDestinationThatDoesNotAnswerEndsThePairAfterTheConnectTimeout() throws IOException {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ChannelKinds.anyPort(), 1)) {
            boolean full = false;
            while (!full && queue.size() < 20) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(listener.getLocalAddress(), 500);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
            assumeTrue(full, "this system answers for a listener whose queue is full");
            try (RelayRig rig =
                    new RelayRig(ends(), relayLoops(), settings -> settings.connectTimeout(Duration.ofMillis(30)))) {
                RelayRig.Line line = rig.connect(listener.getLocalAddress());
                assertEquals(RelayOutcome.CONNECT_TIMED_OUT, outcome(line.pair()));
                assertEnded(line.left());
                rig.assertNothingLeft();
            }
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    @Test
    default void anEndThatThrowsEndsItsPairAndIsReportedWhileOthersGoOn() throws IOException {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
        try (RelayRig rig = new RelayRig(ends(), loops)) {
            RelayRig.Line other = rig.line();
            RelayRig.Line line = rig.line(end -> WrappedEnd.beforeWrite(end, () -> {
                throw new IllegalStateException("a mistake");
            }));
            RelayRig.put(line.left(), 10);
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            Loops.until(() -> reported.get() instanceof IllegalStateException, "the report");
            RelayRig.assertWorks(other);
            rig.assertNoBuffers();
        }
    }

    @Test
    default void aPairGoesOnUntilItsEndsAreClosedAndItIsCounted() throws IOException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line(end -> WrappedEnd.beforeClose(end, () -> {
                closing.countDown();
                Loops.await(looked);
            }));
            line.pair().close();
            Loops.await(closing);
            assertTrue(line.pair().isActive(), "an end is still open");
            looked.countDown();
            assertEquals(RelayOutcome.CUT, outcome(line.pair()));
            assertEquals(1, rig.relay.totals().ended(RelayOutcome.CUT));
        }
    }

    @Test
    default void anEndThatThrowsWhenClosedIsReportedAndThePairEnds() throws IOException {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
        try (RelayRig rig = new RelayRig(ends(), loops)) {
            RelayRig.Line line = rig.line(RelayTroubleContract::throwingWhenClosed);
            line.pair().close();
            assertEquals(RelayOutcome.CUT, outcome(line.pair()));
            Loops.until(() -> reported.get() instanceof IllegalStateException, "the report");
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anEndThatThrowsWhenClosedAndAHandlerThatThrowsForItEndTheLoopAndNothingElse() throws IOException {
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> {
            throw new IllegalStateException("a mistake in the handler", thrown);
        });
        try (RelayRig rig = new RelayRig(ends(), loops)) {
            RelayRig.Line line = rig.line(RelayTroubleContract::throwingWhenClosed);
            line.pair().close();
            assertEquals(RelayOutcome.CUT, outcome(line.pair()));
            Loops.until(rig.loop::isTerminated, "the end of the loop");
            assertEquals(0, rig.relay.totals().active());
        }
    }

    @Test
    default void anEndThatThrowsWhenItsPairIsRefusedIsToldToTheCaller() throws IOException {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
        try (RelayRig rig = new RelayRig(ends(), loops)) {
            rig.relay.close();
            RejectedExecutionException refused = assertThrows(
                    RejectedExecutionException.class, () -> rig.line(RelayTroubleContract::throwingWhenClosed));
            assertInstanceOf(IllegalStateException.class, refused.getCause());
            assertEquals(0, rig.relay.totals().active());
            Loops.settle(rig.loop);
            assertNull(reported.get());
        }
    }

    @Test
    default void anEndThatCannotSayItsNameEndsWithItsPairAndIsReported() throws IOException {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        AtomicBoolean nameless = new AtomicBoolean();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
        try (RelayRig rig = new RelayRig(ends(), loops)) {
            RelayRig.Line line = rig.line(end -> WrappedEnd.beforeName(end, () -> {
                if (nameless.get()) {
                    throw new IllegalStateException("no name");
                }
            }));
            RelayRig.Line other = rig.line();
            nameless.set(true);
            line.pair().close();
            assertEquals(RelayOutcome.CUT, outcome(line.pair()));
            assertEnded(line.left());
            Loops.until(() -> reported.get() instanceof IllegalStateException, "the report");
            assertTrue(line.pair().toString().contains("CUT"), line.pair()::toString);
            RelayRig.assertWorks(other);
        }
    }

    private static RelayEnd throwingWhenClosed(RelayEnd end) {
        return WrappedEnd.beforeClose(end, () -> {
            throw new IllegalStateException("a mistake");
        });
    }

    @Test
    default void anActionAtTheEndMayThrowAndSeesThePairEnded() throws IOException {
        ConcurrentLinkedQueue<RelayPair> seen = new ConcurrentLinkedQueue<>();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
        try (RelayRig rig = new RelayRig(
                ends(),
                loops,
                settings -> settings.whenEnded(pair -> {
                    assertFalse(pair.isActive());
                    seen.add(pair);
                    throw new IllegalStateException("a mistake");
                }))) {
            RelayRig.Line line = rig.line();
            RelayRig.Line other = rig.line();
            line.pair().close();
            Loops.until(() -> reported.get() instanceof IllegalStateException, "the report");
            assertEquals(List.of(line.pair()), List.copyOf(seen));
            assertEquals(RelayOutcome.CUT, line.pair().outcome());
            assertEnded(line.left());
            RelayRig.assertWorks(other);
        }
    }

    @Test
    default void aFastStreamMovesNoMoreThanItsBudgetBeforeOthersGetTheirTurn() throws IOException {
        long budget = 10_000;
        int depth = 4096;
        try (RelayRig rig = new RelayRig(
                ends(), relayLoops(), settings -> settings.buffer(depth).budget(budget))) {
            RelayRig.Line greedy = rig.line();
            AtomicLong moved = new AtomicLong(-1);
            RelayRig.Line modest = rig.line(end -> WrappedEnd.beforeWrite(
                    end, () -> moved.set(greedy.pair().forth().bytes())));
            Loops.whileHeld(rig.loop, () -> {
                RelayRig.put(greedy.left(), 200_000);
                RelayRig.put(modest.left(), 1);
            });
            RelayRig.take(greedy.right(), 200_000);
            RelayRig.take(modest.right(), 1);
            // One turn before it, and one that the kernel may have told of first.
            assertTrue(moved.get() <= 2 * (budget + depth), "bytes moved before: " + moved.get());
        }
    }

    @Test
    default void closingWithGraceLetsPairsFinishAndCutsTheOthers() throws Exception {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            CompletableFuture<Long> worked = RelayRig.async(() -> {
                RelayRig.assertWorks(line);
                line.left().shutdownOutput();
                line.right().shutdownOutput();
                return 0L;
            });
            assertTrue(rig.relay.close(Duration.ofDays(1)));
            assertEquals(0, worked.get());
            assertEquals(RelayOutcome.FINISHED, line.pair().outcome());
        }
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line quiet = rig.line();
            RelayRig.Line stalled = rig.line();
            RelayRig.flood(stalled);
            assertFalse(rig.relay.close(Duration.ofMillis(10)));
            assertEquals(RelayOutcome.CUT, quiet.pair().outcome());
            assertEquals(RelayOutcome.CUT, stalled.pair().outcome());
            assertEnded(quiet.left());
            assertThrows(IOException.class, () -> RelayRig.put(stalled.left(), 1_000_000));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void closingAfterTheLoopsClosesWhatTheyLeft() throws IOException {
        for (boolean orderly : new boolean[] {true, false}) {
            try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
                RelayRig.Line line = rig.line();
                RelayRig.assertWorks(line);
                if (orderly) {
                    rig.group.close();
                } else {
                    rig.loop.closeNow();
                }
                rig.relay.close();
                assertEquals(RelayOutcome.CUT, outcome(line.pair()));
                assertEnded(line.left());
                assertEnded(line.right());
            }
        }
    }

    @Test
    default void whenDescriptorsRunOutNewPairsAreRefusedAndOldOnesGoOn() throws Exception {
        assertEquals("CONNECT_FAILED, Too many open files", shortOfDescriptors(RelayExhaustion.class));
    }

    @Test
    default void theFirstPairNeedsNoDescriptorOfItsOwn() throws Exception {
        assertEquals("FINISHED", shortOfDescriptors(RelayFirstPair.class));
    }

    /** What a program prints that uses up its descriptors. */
    private String shortOfDescriptors(Class<?> program) throws Exception {
        String name = fixture().backend().name();
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(backend -> backend.name().equals(name)),
                "a program of its own has backends with their default settings only");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(200)
                .run(program, name);
        ended.assertClean();
        return ended.out().strip();
    }
}
