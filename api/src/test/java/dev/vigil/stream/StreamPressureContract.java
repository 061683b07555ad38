package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Marks, bounded memory, and a share for everyone. */
public interface StreamPressureContract extends StreamFixture {
    @Test
    default void aWriterIsToldToStopAndToGoOn() throws IOException {
        long total = 20_000_000;
        try (StreamRig rig = rig(settings -> settings.marks(1000, 50_000))) {
            AtomicLong place = new AtomicLong();
            AtomicLong most = new AtomicLong();
            Told source = new Told() {
                @Override
                void writable(Stream stream) {
                    go(stream);
                }

                private void go(Stream stream) {
                    boolean more = true;
                    while (more && place.get() < total) {
                        int count = (int) Math.min(7777, total - place.get());
                        more = stream.write(StreamRig.range(place.getAndAdd(count), count));
                        most.accumulateAndGet(stream.pendingBytes(), Math::max);
                    }
                }

                @Override
                void take(Stream stream, ByteBuffer data) {
                    data.position(data.limit());
                    go(stream);
                }
            };
            StreamRig.Line line = rig.line(source);
            StreamRig.put(line.peer(), StreamRig.bytes(1));
            source.await("data 1");
            StreamRig.take(line.peer(), 0, total);
            assertTrue(most.get() > 50_000 && most.get() <= 57_777, "most that waited: " + most);
            assertTrue(line.stream().counts().stalls() > 0);
            assertTrue(source.events.contains("writable"), "told");
            rig.assertNoMemory();
        }
    }

    /** An echo needs no thought: who does not read what comes back is not read either. */
    @Test
    default void aPeerThatNeverReadsIsNotRead() throws IOException {
        try (StreamRig rig = rig(settings -> settings.message(8192).marks(0, 8192))) {
            StreamRig.Line line = rig.line(new EchoHandler());
            StreamRig.Line other = rig.line(new EchoHandler());
            long sent = StreamRig.flood(line.peer());
            rig.assertQuiet();
            long held = rig.streams.totals().lentBytes();
            assertTrue(held > 0 && held <= 8 * 8192, "bytes held: " + held);
            StreamRig.assertEchoes(other);
            StreamRig.take(line.peer(), 0, sent);
            StreamRig.put(line.peer(), StreamRig.range(sent, 1000));
            StreamRig.take(line.peer(), sent, 1000);
            rig.assertNoMemory();
        }
    }

    @Test
    default void whoAsksForItIsReadWhileFull() throws IOException {
        try (StreamRig rig = rig(settings -> settings.marks(0, 1000).readWhenFull(true))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            rig.inLoop(() -> {
                assertFalse(line.stream().write(StreamRig.range(0, 16_000_000)));
                return null;
            });
            StreamRig.put(line.peer(), StreamRig.range(0, 100_000));
            Loops.until(() -> line.stream().counts().bytesRead() == 100_000, "all is read");
            StreamRig.take(line.peer(), 0, 16_000_000);
        }
    }

    @Test
    default void whenMemoryIsUsedUpEveryStreamStillMoves() throws IOException {
        int message = 8192;
        try (StreamRig rig =
                rig(settings -> settings.message(message).marks(0, 2 * message).memory(4L * message))) {
            List<StreamRig.Line> stuck = new ArrayList<>();
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                stuck.add(rig.line(new EchoHandler()));
                sent.add(StreamRig.flood(stuck.get(i).peer()));
            }
            assertEquals(4L * message, rig.streams.totals().memoryBytes());
            long lent = rig.streams.totals().lentBytes();
            assertTrue(lent <= 4L * message + 12 * 2 * 4096L, "bytes held: " + lent);
            rig.assertQuiet();
            StreamRig.Line other = rig.line(new EchoHandler());
            StreamRig.assertEchoes(other);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        StreamRig.put(other.peer(), StreamRig.range(i * 1000L, 1000));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            StreamRig.take(other.peer(), 0, 1_000_000);
            sending.join();
            for (int i = 0; i < stuck.size(); i++) {
                StreamRig.take(stuck.get(i).peer(), 0, sent.get(i));
                StreamRig.assertEchoes(new StreamRig.Line(other.peer(), other.stream()));
            }
            rig.assertNoMemory();
            assertEquals(List.of(), rig.thrown);
        }
    }

    /** Who writes on and on without looking is refused, and nothing of what is refused was taken. */
    @Test
    default void aWriterThatIgnoresTheMarkIsRefusedWhenMemoryIsUsedUp() throws IOException {
        try (StreamRig rig = rig(settings -> settings.memory(1 << 20).message(4096))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            StreamRig.Line other = rig.line(new EchoHandler());
            long[] written = {0};
            rig.inLoop(() -> {
                while (true) {
                    ByteBuffer piece = StreamRig.range(written[0], 10_000);
                    try {
                        line.stream().write(piece);
                    } catch (IllegalStateException e) {
                        assertTrue(e.getMessage().contains("StreamsBuilder.memory"), e::getMessage);
                        assertEquals(10_000, piece.remaining());
                        return null;
                    }
                    written[0] += 10_000;
                }
            });
            StreamRig.assertEchoes(other);
            StreamRig.take(line.peer(), 0, written[0]);
            rig.assertNoMemory();
            assertTrue(line.stream().isOpen());
        }
    }

    /** A message that does not fit into what is left waits for others to give memory back. */
    @Test
    default void aLargeMessageWaitsForMemoryAndThenGoesOn() throws IOException {
        int message = 64 * 1024;
        try (StreamRig rig = rig(settings -> settings.message(message).memory(message))) {
            Told hoarding = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    if (data.remaining() >= 30_000) {
                        data.position(data.limit());
                    }
                }
            };
            Told waiting = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    if (data.remaining() >= 40_000) {
                        data.position(data.limit());
                    }
                }
            };
            StreamRig.Line first = rig.line(hoarding);
            StreamRig.put(first.peer(), StreamRig.range(0, 20_000));
            Loops.until(() -> first.stream().counts().bytesRead() == 20_000, "a message begun");
            StreamRig.Line second = rig.line(waiting);
            StreamRig.put(second.peer(), StreamRig.range(0, 40_000));
            Loops.until(() -> second.stream().counts().bytesRead() >= 4096, "another one begun");
            rig.assertQuiet();
            assertTrue(second.stream().counts().bytesRead() < 40_000);
            StreamRig.put(first.peer(), StreamRig.range(20_000, 10_000));
            Loops.until(() -> second.stream().counts().bytesRead() == 40_000, "the whole of it");
            rig.assertNoMemory();
            assertEquals(List.of(), rig.thrown);
        }
    }

    /** One that sends without end leaves the others theirs: their answers come while it goes on. */
    @Test
    default void aFastStreamDoesNotStarveOthers() throws Exception {
        try (StreamRig rig = rig(settings -> settings.budget(10_000))) {
            StreamRig.Line fast = rig.line(new Told());
            StreamRig.Line other = rig.line(new EchoHandler());
            boolean[] stop = {false};
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> flow(fast.peer(), stop));
            for (int i = 0; i < 50; i++) {
                StreamRig.assertEchoes(other);
                long read = fast.stream().counts().bytesRead();
                Loops.until(() -> fast.stream().counts().bytesRead() > read, "that it goes on");
            }
            stop[0] = true;
            sending.get();
        }
    }

    private static void flow(SocketChannel peer, boolean[] stop) {
        try {
            ByteBuffer piece = ByteBuffer.allocateDirect(256 * 1024);
            while (!stop[0]) {
                StreamRig.put(peer, piece.clear());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void settingsThatMakeNoSenseAreRefused() throws IOException {
        try (StreamRig rig = rig()) {
            StreamsBuilder builder = Streams.builder(rig.group);
            assertThrows(IllegalArgumentException.class, () -> builder.message(0));
            assertThrows(IllegalArgumentException.class, () -> builder.marks(0, 0));
            assertThrows(IllegalArgumentException.class, () -> builder.marks(-1, 10));
            assertThrows(IllegalArgumentException.class, () -> builder.marks(11, 10));
            assertThrows(IllegalArgumentException.class, () -> builder.memory(0));
            assertThrows(IllegalArgumentException.class, () -> builder.memory(Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> builder.budget(0));
            assertThrows(IllegalArgumentException.class, () -> builder.idleTimeout(Duration.ofNanos(-1)));
            assertThrows(IllegalArgumentException.class, () -> builder.writeTimeout(Duration.ofNanos(-1)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Streams.builder(rig.group)
                            .message(10_000)
                            .memory(9_999)
                            .build());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Streams.builder(rig.group).message(1).memory(4095).build());
            StreamRig.Line line = rig.line(new Told());
            rig.inLoop(() ->
                    assertThrows(NullPointerException.class, () -> line.stream().write(null)));
            assertThrows(NullPointerException.class, () -> rig.line(null));
        }
    }
}
