package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.accept.Acceptor;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Bytes come and go, in their order, each once. */
public interface StreamCarryingContract extends StreamFixture {
    @Test
    default void whatComesIsToldAndWhatIsWrittenGoesOut() throws IOException {
        try (StreamRig rig = rig()) {
            EchoHandler handler = new EchoHandler();
            StreamRig.Line line = rig.line(handler);
            StreamRig.put(line.peer(), StreamRig.range(0, 10));
            StreamRig.take(line.peer(), 0, 10);
            assertEquals(List.of("open", "data 10"), handler.events);
            assertTrue(line.stream().isOpen());
            rig.assertNoMemory();
            line.peer().shutdownOutput();
            handler.awaitClose();
            StreamRig.assertEnd(line.peer());
            assertEquals(List.of("open", "data 10", "end 0", "close"), handler.events);
            assertNull(handler.cause);
            assertFalse(line.stream().isOpen());
            assertEquals(new StreamCounts(10, 10, 1, 1, 0), rig.streams.totals().counts());
            assertEquals(1, rig.streams.totals().opened());
            rig.assertNothingLeft();
        }
    }

    /** Larger by far than all buffers, both ways at once. */
    @Test
    default void aLongStreamComesBackAsItWas() throws Exception {
        long bytes = 8_000_000;
        try (StreamRig rig = rig()) {
            StreamRig.Line line = rig.line(new EchoHandler());
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(line.peer(), bytes));
            StreamRig.take(line.peer(), 0, bytes);
            sending.get();
            StreamRig.assertEnd(line.peer());
            rig.assertNothingLeft();
        }
    }

    private static void send(SocketChannel peer, long bytes) {
        try {
            for (long place = 0; place < bytes; ) {
                int count = (int) Math.min(bytes - place, 1 + place % 100_000);
                StreamRig.put(peer, StreamRig.range(place, count));
                place += count;
            }
            peer.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void hundredsAtOnceEachGetTheirOwn() throws IOException {
        int count = 300;
        try (StreamRig rig = rig()) {
            List<StreamRig.Line> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(rig.line(new EchoHandler()));
            }
            for (int round = 0; round < 3; round++) {
                // All are ready in one turn.
                Loops.whileHeld(rig.loop, () -> {
                    for (int i = 0; i < count; i++) {
                        StreamRig.put(lines.get(i).peer(), StreamRig.range(i, 1 + i * 20));
                    }
                });
                for (int i = 0; i < count; i++) {
                    StreamRig.take(lines.get(i).peer(), i, 1 + i * 20);
                }
            }
            rig.assertNoMemory();
            for (StreamRig.Line line : lines) {
                line.peer().shutdownOutput();
            }
            rig.assertNothingLeft();
        }
    }

    /** What is left of a line comes again with the rest of it, in one piece. */
    @Test
    default void whatAHandlerLeavesIsOfferedAgainWithWhatFollows() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (StreamRig rig = rig()) {
            Told handler = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    for (int end = endOfLine(data); end >= 0; end = endOfLine(data)) {
                        byte[] text = new byte[end - data.position()];
                        data.get(text).get();
                        lines.add(new String(text, StandardCharsets.US_ASCII));
                    }
                }
            };
            StreamRig.Line line = rig.line(handler);
            StreamRig.put(line.peer(), text("one\ntw"));
            handler.await("data 6");
            StreamRig.put(line.peer(), text("o"));
            handler.await("data 3");
            StreamRig.put(line.peer(), text("\nthree\nfo"));
            Loops.until(() -> lines.size() == 3, "three lines of " + lines);
            line.peer().shutdownOutput();
            handler.awaitClose();
            assertEquals(List.of("one", "two", "three"), lines);
            assertTrue(handler.events.contains("end 2"), handler.events::toString);
            rig.assertNothingLeft();
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int endOfLine(ByteBuffer data) {
        for (int i = data.position(); i < data.limit(); i++) {
            if (data.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A message that grows through every size of buffer that there is. */
    @Test
    default void aMessageAsLargeAsMayBeIsOfferedInOnePiece() throws IOException {
        int size = 50_000;
        try (StreamRig rig = rig(settings -> settings.message(size + 1))) {
            CountDownLatch whole = new CountDownLatch(3);
            Told handler = new Told() {
                private long place;

                @Override
                void take(Stream stream, ByteBuffer data) {
                    while (data.remaining() >= size) {
                        for (int i = 0; i < size; i++) {
                            assertEquals(StreamRig.at(place), data.get());
                            place++;
                        }
                        whole.countDown();
                    }
                }
            };
            StreamRig.Line line = rig.line(handler);
            for (int sent = 0; sent < 3 * size; ) {
                int count = Math.min(3 * size - sent, 1 + sent / 7);
                StreamRig.put(line.peer(), StreamRig.range(sent, count));
                sent += count;
            }
            Loops.await(whole);
            assertEquals(List.of(), rig.thrown);
            rig.assertNoMemory();
        }
    }

    @Test
    default void aHandlerThatLeavesMoreThanItMayHasItsStreamAborted() throws IOException {
        try (StreamRig rig = rig(settings -> settings.message(100))) {
            Told lazy = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {}
            };
            StreamRig.Line line = rig.line(lazy);
            StreamRig.put(line.peer(), StreamRig.range(0, 99));
            lazy.await("data 99");
            StreamRig.put(line.peer(), StreamRig.range(99, 1));
            lazy.awaitClose();
            assertTrue(lazy.cause.getMessage().contains("100 at most"), lazy.cause::toString);
            Loops.until(() -> rig.streams.totals().lentBytes() == 0, "memory given back");
        }
    }

    @Test
    default void aPausedStreamIsNotReadAndAResumedOneGetsWhatItLeftAndWhatCame() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    data.get();
                    if (events.size() == 2) {
                        stream.pause();
                    } else {
                        data.position(data.limit());
                    }
                }
            };
            StreamRig.Line line = rig.line(handler);
            StreamRig.put(line.peer(), StreamRig.range(0, 10));
            handler.await("data 10");
            assertTrue(rig.<Boolean>inLoop(line.stream()::isPaused));
            StreamRig.put(line.peer(), StreamRig.range(10, 5));
            rig.assertQuiet();
            assertEquals(2, handler.events.size());
            rig.inLoop(() -> {
                line.stream().resume();
                return null;
            });
            Loops.until(() -> handler.events.size() == 4, "the rest");
            assertEquals(List.of("open", "data 10", "data 9", "data 5"), handler.events);
            rig.assertNoMemory();
        }
    }

    @Test
    default void whoPausesAndLeavesAllIsOfferedItByTheResumeAlone() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    if (events.size() < 4) {
                        stream.pause();
                    } else {
                        data.position(data.limit());
                    }
                }
            };
            StreamRig.Line line = rig.line(handler);
            StreamRig.put(line.peer(), StreamRig.range(0, 70_000));
            handler.await("open");
            for (int i = 0; i < 3; i++) {
                int seen = i + 2;
                Loops.until(() -> handler.events.size() >= seen, "data");
                rig.inLoop(() -> {
                    line.stream().resume();
                    return null;
                });
            }
            Loops.until(() -> line.stream().counts().bytesRead() == 70_000, "all");
            rig.assertNoMemory();
            assertEquals(List.of(), rig.thrown);
        }
    }

    /** Pieces of many writes, small and large, from the heap and direct, read-only too, arrive as one stream. */
    @Test
    default void allThatIsWrittenInATurnGoesOutInItsOrder() throws IOException {
        try (StreamRig rig = rig(settings -> settings.marks(0, 1 << 20))) {
            StreamRig.Line line = rig.line(new Told());
            int[] total = {0};
            rig.inLoop(() -> {
                for (int i = 1; i <= 100; i++) {
                    ByteBuffer heap = StreamRig.range(total[0], i * 31);
                    total[0] += i * 31;
                    ByteBuffer source = i % 3 == 0 ? heap.asReadOnlyBuffer() : i % 3 == 1 ? heap : direct(heap);
                    assertTrue(line.stream().write(source));
                    assertFalse(source.hasRemaining());
                }
                assertEquals(total[0], line.stream().pendingBytes());
                return null;
            });
            StreamRig.take(line.peer(), 0, total[0]);
            // In far fewer calls than there were pieces.
            assertTrue(
                    line.stream().counts().writes() < 20,
                    () -> line.stream().counts().toString());
            rig.assertNoMemory();
        }
    }

    private static ByteBuffer direct(ByteBuffer heap) {
        return ByteBuffer.allocateDirect(heap.remaining()).put(heap).flip();
    }

    @Test
    default void aFlushDoesNotWaitForTheEndOfTheTurn() throws IOException {
        try (StreamRig rig = rig()) {
            StreamRig.Line line = rig.line(new Told());
            rig.inLoop(() -> {
                line.stream().write(StreamRig.range(0, 100));
                line.stream().flush();
                assertEquals(0, line.stream().pendingBytes());
                StreamRig.take(line.peer(), 0, 100);
                line.stream().flush();
                return null;
            });
        }
    }

    @Test
    default void aHandlerMayBeReplaced() throws IOException {
        try (StreamRig rig = rig()) {
            EchoHandler second = new EchoHandler();
            Told first = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    data.get();
                    stream.handler(second);
                }
            };
            StreamRig.Line line = rig.line(first);
            StreamRig.put(line.peer(), StreamRig.range(0, 10));
            StreamRig.take(line.peer(), 1, 9);
            StreamRig.put(line.peer(), StreamRig.range(10, 10));
            StreamRig.take(line.peer(), 10, 10);
            assertEquals(List.of("open", "data 10"), first.events);
            assertEquals(List.of("data 9", "data 10"), second.events);
        }
    }

    @Test
    default void anAcceptorGivesStreams() throws IOException {
        try (StreamRig rig = rig();
                Acceptor acceptor = Acceptor.builder(rig.group)
                        .bind(ChannelKinds.anyPort(), rig.streams.accepting((loop, stream) -> {
                            assertTrue(loop.isInLoop());
                            stream.write(StreamRig.range(0, 5));
                            return new EchoHandler();
                        }));
                SocketChannel peer = SocketChannel.open(acceptor.localAddress())) {
            StreamRig.take(peer, 0, 5);
            StreamRig.put(peer, StreamRig.range(5, 100));
            StreamRig.take(peer, 5, 100);
            peer.shutdownOutput();
            StreamRig.assertEnd(peer);
            rig.assertNothingLeft();
            assertEquals(1, acceptor.handed(0));
        }
    }

    @Test
    default void aConnectionWhoseFactoryThrowsIsClosed() throws IOException {
        try (StreamRig rig = rig();
                Acceptor acceptor = Acceptor.builder(rig.group)
                        .bind(ChannelKinds.anyPort(), rig.streams.accepting((loop, stream) -> {
                            stream.write(StreamRig.range(0, 5));
                            throw new IllegalStateException("no handler");
                        }));
                SocketChannel peer = SocketChannel.open(acceptor.localAddress())) {
            StreamRig.assertEnd(peer);
            Loops.until(() -> !rig.thrown.isEmpty(), "the report");
            assertEquals("no handler", rig.thrown.get(0).getMessage());
            rig.assertNoMemory();
            assertEquals(0, rig.streams.totals().active());
        }
    }

    @Test
    default void aStreamOfAnotherThreadIsRefusedButForCloseAndAbort() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            Stream stream = rig.line(handler).stream();
            handler.await("open");
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> stream.write(StreamRig.range(0, 1)));
            assertTrue(e.getMessage().contains("loop().execute"), e::getMessage);
            assertThrows(IllegalStateException.class, stream::flush);
            assertThrows(IllegalStateException.class, stream::pause);
            assertThrows(IllegalStateException.class, stream::resume);
            assertThrows(IllegalStateException.class, stream::shutdownOutput);
            assertThrows(IllegalStateException.class, stream::pendingBytes);
            assertThrows(IllegalStateException.class, stream::isPaused);
            assertThrows(IllegalStateException.class, () -> stream.handler(handler));
            stream.close();
            handler.awaitClose();
            assertNull(handler.cause);
            Told other = new Told();
            rig.line(other).stream().abort();
            other.awaitClose();
            assertNull(other.cause);
            rig.assertNothingLeft();
        }
    }

    /** Between two messages everything is there already. */
    @Test
    default void aMessageAllocatesNothing() throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int messages = 2_000;
        try (StreamRig rig = rig()) {
            StreamRig.Line line = rig.line(new StreamHandler() {
                @Override
                public void onData(Stream stream, ByteBuffer data) {
                    stream.write(data);
                }
            });
            ByteBuffer buffer = ByteBuffer.allocateDirect(100);
            long allocated = Long.MAX_VALUE;
            // The first rounds run in the interpreter and load classes.
            for (int round = 0; round < 20 && allocated > messages; round++) {
                long begin = rig.<Long>inLoop(memory::getCurrentThreadAllocatedBytes);
                for (int i = 0; i < messages; i++) {
                    StreamRig.put(line.peer(), buffer.clear());
                    buffer.clear();
                    while (buffer.hasRemaining()) {
                        line.peer().read(buffer);
                    }
                }
                allocated = rig.<Long>inLoop(memory::getCurrentThreadAllocatedBytes) - begin;
            }
            assertTrue(allocated <= messages, "bytes allocated for " + messages + " messages: " + allocated);
        }
    }
}
