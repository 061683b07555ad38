package dev.vigil.relay;

import static dev.vigil.relay.RelayRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Ends that break off in the middle: what came before is delivered, and the other end learns that it was not the whole. */
public interface RelayResetContract extends RelayFixture {
    private static void assertReset(SocketChannel peer) {
        assertThrows(IOException.class, () -> peer.read(ByteBuffer.allocate(1)));
    }

    /** Also what lies in the send queue to a receiver that is slower than its sender: a reset would overtake it there. */
    @Test
    default void whatWasSentBeforeAResetIsDeliveredBeforeItIsPassedOn() throws IOException {
        int bytes = 150_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            RelayRig.put(line.left(), bytes);
            Loops.until(() -> line.pair().forth().bytes() > 0, "the first bytes");
            rig.assertQuiet();
            RelayRig.reset(line.left());
            rig.assertQuiet();
            assertTrue(line.pair().isActive(), "there are bytes to be delivered");
            RelayRig.take(line.right(), bytes);
            assertReset(line.right());
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            assertEquals(bytes, line.pair().forth().bytes());
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aStalledReceiverGetsWhatWasReadBeforeItsSenderWasReset() throws IOException {
        int depth = 100_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(depth))) {
            RelayRig.Line line = rig.line();
            RelayRig.flood(line);
            long written = line.pair().forth().bytes();
            RelayRig.reset(line.left());
            rig.assertQuiet();
            RelayRig.take(line.right(), written + depth);
            long[] more = {0};
            assertThrows(IOException.class, () -> {
                ByteBuffer buffer = ByteBuffer.allocate(100_000);
                while (line.right().read(buffer.clear()) >= 0) {
                    more[0] += buffer.position();
                }
            });
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            assertEquals(written + depth + more[0], line.pair().forth().bytes());
            rig.assertNothingLeft();
        }
    }

    /** As of a server that refuses an upload by its first bytes: it answers, and closes with the rest unread. */
    @Test
    default void anEarlyAnswerReachesAClientWhoseUploadIsStalled() throws IOException {
        int answer = 20_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            for (int i = 0; i < 10; i++) {
                RelayRig.Line line = rig.line();
                RelayRig.flood(line);
                RelayRig.put(line.right(), answer);
                line.right().close();
                RelayRig.take(line.left(), answer);
                assertReset(line.left());
                assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            }
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aClientThatGoesOnUploadingGetsAnEarlyAnswerToo() throws Exception {
        int answer = 20_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            CompletableFuture<Long> upload = RelayRig.async(() -> {
                try {
                    RelayRig.put(line.left(), 100_000_000);
                    return 0L;
                } catch (IOException e) {
                    return 1L;
                }
            });
            Loops.until(() -> line.pair().forth().stalls() > 0, "a stall");
            RelayRig.put(line.right(), answer);
            line.right().close();
            assertEquals(1L, upload.get());
            RelayRig.take(line.left(), answer);
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anAnswerThatHasEndedArrivesWholeWhenItsSenderFailsAfterwards() throws IOException {
        int answer = 20_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            RelayRig.flood(line);
            RelayRig.put(line.right(), answer);
            line.right().shutdownOutput();
            Loops.until(() -> line.pair().back().bytes() == answer, "the answer");
            Loops.settle(rig.loop);
            RelayRig.reset(line.right());
            RelayRig.take(line.left(), answer);
            assertEquals(-1, line.left().read(ByteBuffer.allocate(1)));
            line.left().close();
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    /** Splicing finds nothing at the mark, or the end; the byte itself is not part of the stream. */
    @Test
    default void urgentDataNeitherEndsAStreamNorTurnsTheLoop() throws Exception {
        int piece = 300_000;
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayRig.Line line = rig.line();
            for (int i = 0; i < 10; i++) {
                CompletableFuture<Long> sent = RelayRig.async(() -> {
                    RelayRig.put(line.left(), piece);
                    line.left().socket().sendUrgentData(1);
                    RelayRig.put(line.left(), piece);
                    line.left().socket().sendUrgentData(1);
                    return 0L;
                });
                takeZeros(line.right(), 2L * piece);
                assertEquals(0L, sent.get());
                rig.assertQuiet();
            }
            // What the mark lies in is read as a whole, and then the end.
            CompletableFuture<Long> sent = RelayRig.async(() -> {
                RelayRig.put(line.left(), piece);
                line.left().socket().sendUrgentData(1);
                RelayRig.put(line.left(), piece);
                line.left().shutdownOutput();
                return 0L;
            });
            takeZeros(line.right(), 2L * piece);
            assertEquals(0L, sent.get());
            line.right().shutdownOutput();
            assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    /** An urgent byte that is followed by another one may come out as if it were none. */
    private static void takeZeros(SocketChannel from, long zeros) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100_000);
        for (long left = zeros; left > 0; ) {
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            assertTrue(from.read(buffer) > 0, "ended too early; bytes missing: " + left);
            for (int i = 0; i < buffer.position(); i++) {
                left -= buffer.get(i) == 0 ? 1 : 0;
            }
        }
    }
}
