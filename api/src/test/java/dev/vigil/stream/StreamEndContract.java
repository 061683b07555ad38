package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.Loops;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How streams end, each once: in order, half first, broken, by time, with their group, with their loop. */
public interface StreamEndContract extends StreamFixture {
    private static void run(StreamRig rig, Runnable action) {
        rig.inLoop(() -> {
            action.run();
            return null;
        });
    }

    @Test
    default void whatWasWrittenBeforeACloseGoesOut() throws IOException {
        try (StreamRig rig = rig(settings -> settings.marks(0, 8_000_000))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            run(rig, () -> {
                line.stream().write(StreamRig.range(0, 4_000_000));
                line.stream().close();
                line.stream().close();
                assertTrue(line.stream().isOpen());
                IllegalStateException e = assertThrows(
                        IllegalStateException.class, () -> line.stream().write(StreamRig.range(0, 1)));
                assertTrue(e.getMessage().contains("was ended before"), e::getMessage);
            });
            StreamRig.take(line.peer(), 0, 4_000_000);
            StreamRig.assertEnd(line.peer());
            handler.awaitClose();
            assertNull(handler.cause);
            rig.assertNothingLeft();
        }
    }

    /** After a close nothing more is told, whatever comes. */
    @Test
    default void aStreamThatIsClosedReadsNoMore() throws IOException {
        try (StreamRig rig = rig(settings -> settings.marks(0, 32_000_000))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            run(rig, () -> {
                line.stream().write(StreamRig.range(0, 16_000_000));
                line.stream().close();
            });
            StreamRig.put(line.peer(), StreamRig.range(0, 100));
            StreamRig.take(line.peer(), 0, 1_000_000);
            rig.assertQuiet();
            assertEquals(List.of("open"), handler.events);
        }
    }

    @Test
    default void anAbortResetsAndDropsWhatWaits() throws IOException {
        try (StreamRig rig = rig(settings -> settings.marks(0, 8_000_000))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            run(rig, () -> {
                line.stream().write(StreamRig.range(0, 4_000_000));
                line.stream().abort();
                assertFalse(line.stream().isOpen());
                line.stream().abort();
                line.stream().close();
                assertThrows(IllegalStateException.class, () -> line.stream().write(StreamRig.range(0, 1)));
            });
            handler.awaitClose();
            assertNull(handler.cause);
            assertThrows(IOException.class, () -> StreamRig.take(line.peer(), 0, 4_000_000));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void oneDirectionMayEndBeforeTheOther() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told() {
                @Override
                void ended(Stream stream) {
                    // Goes on: see below.
                }
            };
            StreamRig.Line line = rig.line(handler);
            line.peer().shutdownOutput();
            handler.await("end 0");
            rig.assertQuiet();
            run(rig, () -> line.stream().write(StreamRig.range(0, 100_000)));
            StreamRig.take(line.peer(), 0, 100_000);
            assertTrue(line.stream().isOpen());
            run(rig, line.stream()::shutdownOutput);
            handler.awaitClose();
            assertNull(handler.cause);
            StreamRig.assertEnd(line.peer());
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aStreamWhoseOutputHasEndedStillReads() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told() {
                @Override
                void ended(Stream stream) {
                    // Both directions have ended now, which closes it.
                }
            };
            StreamRig.Line line = rig.line(handler);
            run(rig, () -> {
                line.stream().write(StreamRig.range(0, 100));
                line.stream().shutdownOutput();
                line.stream().shutdownOutput();
                assertThrows(IllegalStateException.class, () -> line.stream().write(StreamRig.range(0, 1)));
            });
            StreamRig.take(line.peer(), 0, 100);
            StreamRig.assertEnd(line.peer());
            StreamRig.put(line.peer(), StreamRig.range(0, 1000));
            line.peer().shutdownOutput();
            handler.awaitClose();
            assertNull(handler.cause);
            assertEquals(1000, line.stream().counts().bytesRead());
            rig.assertNothingLeft();
        }
    }

    @Test
    default void whatCameBeforeAResetIsToldFirst() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            handler.await("open");
            StreamRig.reset(line.peer());
            handler.awaitClose();
            assertInstanceOf(IOException.class, handler.cause);
            assertEquals(List.of("open", "close"), handler.events);
            rig.assertNothingLeft();
        }
    }

    /** What is written when nobody is there any more is dropped, and said once. */
    @Test
    default void aWriteThatFailsLeavesWhatCameBeforeToBeRead() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            FaultyEnd[] faulty = {null};
            StreamRig.Line line = rig.line(end -> faulty[0] = new FaultyEnd(end, 1), handler);
            handler.await("open");
            Loops.whileHeld(rig.loop, () -> {
                faulty[0].nextWrite = new IOException("Broken pipe");
                line.stream().loop().execute(() -> {
                    line.stream().write(StreamRig.range(0, 10));
                    line.stream().flush();
                    assertFalse(line.stream().write(StreamRig.range(0, 10)));
                });
                StreamRig.put(line.peer(), StreamRig.range(0, 1000));
            });
            handler.awaitClose();
            assertEquals("Broken pipe", handler.cause.getMessage());
            assertFalse(handler.events.contains("end 0"), handler.events::toString);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aHandlerThatThrowsLosesItsStreamAndNoOther() throws IOException {
        try (StreamRig rig = rig()) {
            IllegalStateException mistake = new IllegalStateException("a mistake");
            Told throwing = new Told() {
                @Override
                void take(Stream stream, ByteBuffer data) {
                    throw mistake;
                }
            };
            StreamRig.Line bad = rig.line(throwing);
            StreamRig.Line[] good = new StreamRig.Line[5];
            EchoHandler[] echoes = new EchoHandler[good.length];
            for (int i = 0; i < good.length; i++) {
                echoes[i] = new EchoHandler();
                good[i] = rig.line(echoes[i]);
            }
            Loops.whileHeld(rig.loop, () -> {
                StreamRig.put(bad.peer(), StreamRig.range(0, 10));
                for (StreamRig.Line line : good) {
                    StreamRig.put(line.peer(), StreamRig.range(0, 1000));
                }
            });
            throwing.awaitClose();
            assertEquals(mistake, throwing.cause);
            for (StreamRig.Line line : good) {
                StreamRig.take(line.peer(), 0, 1000);
            }
            assertThrows(IOException.class, () -> StreamRig.take(bad.peer(), 0, 1));
            assertEquals(List.of(mistake), rig.thrown);
            rig.assertNoMemory();
        }
    }

    @Test
    default void whateverAHandlerThrowsFromEndsItsStream() throws IOException {
        StreamHandler onOpen = new StreamHandler() {
            @Override
            public void onOpen(Stream stream) {
                throw new IllegalStateException("a mistake");
            }

            @Override
            public void onData(Stream stream, ByteBuffer data) {}
        };
        StreamHandler onEnd = new StreamHandler() {
            @Override
            public void onData(Stream stream, ByteBuffer data) {}

            @Override
            public void onEnd(Stream stream, ByteBuffer rest) throws IOException {
                throw new IOException("a mistake");
            }

            @Override
            public void onClose(Stream stream, Throwable cause) {
                throw new IllegalStateException("another mistake");
            }
        };
        StreamHandler outOfBounds =
                (stream, data) -> data.position(0).limit(data.capacity()).position(data.capacity());
        try (StreamRig rig = rig()) {
            rig.line(onOpen);
            Loops.until(() -> rig.thrown.size() == 1, "the first");
            rig.line(onEnd).peer().shutdownOutput();
            Loops.until(() -> rig.thrown.size() == 3, "the second and third");
            assertEquals("another mistake", rig.thrown.get(2).getMessage());
            StreamRig.put(rig.line(outOfBounds).peer(), StreamRig.range(0, 10));
            Loops.until(() -> rig.thrown.size() == 4, "the fourth");
            assertTrue(rig.thrown.get(3).getMessage().contains("where the rest begins"), rig.thrown::toString);
            Loops.until(() -> rig.streams.totals().active() == 0, "the end of all");
            rig.assertNoMemory();
        }
    }

    /** Those that are ready in the same turn: a handler ends the next one, which was read already, and itself. */
    @Test
    default void aHandlerMayAbortOthersAndItself() throws IOException {
        try (StreamRig rig = rig()) {
            StreamRig.Line[] lines = new StreamRig.Line[20];
            Told[] told = new Told[lines.length];
            for (int i = 0; i < lines.length; i++) {
                told[i] = new Told() {
                    @Override
                    void take(Stream stream, ByteBuffer data) {
                        for (StreamRig.Line line : lines) {
                            line.stream().abort();
                        }
                    }
                };
                lines[i] = rig.line(told[i]);
                told[i].await("open");
            }
            Loops.whileHeld(rig.loop, () -> {
                for (StreamRig.Line line : lines) {
                    StreamRig.put(line.peer(), StreamRig.range(0, 10));
                }
            });
            int data = 0;
            for (Told each : told) {
                each.awaitClose();
                assertNull(each.cause);
                data += each.events.size() - 2;
            }
            assertEquals(1, data);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aStreamOfOneDirectionHasOnlyThat() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        try (StreamRig rig = rig()) {
            Told reading = new Told() {
                @Override
                void ended(Stream stream) {
                    // There is no other direction: so this closes it.
                }
            };
            Told writing = new Told();
            Stream source = rig.streams.open(rig.loop, streamEnd(pipe.source()), reading);
            Stream sink = rig.streams.open(rig.loop, streamEnd(pipe.sink()), writing);
            run(rig, () -> {
                sink.write(StreamRig.range(0, 100_000));
                assertThrows(IllegalStateException.class, () -> source.write(StreamRig.range(0, 1)));
                sink.shutdownOutput();
            });
            writing.awaitClose();
            reading.awaitClose();
            assertEquals(100_000, source.counts().bytesRead());
            assertEquals(List.of("open", "close"), writing.events);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anIdleStreamIsAborted() throws IOException {
        try (StreamRig rig = rig(settings -> settings.idleTimeout(Duration.ofMillis(30)))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            handler.awaitClose();
            assertInstanceOf(SocketTimeoutException.class, handler.cause);
            assertThrows(IOException.class, () -> StreamRig.take(line.peer(), 0, 1));
            rig.assertNothingLeft();
        }
    }

    /** It is written to until it takes no more; that it sends all along does not help it. */
    @Test
    default void aPeerThatTakesNothingIsAbortedInTime() throws IOException {
        try (StreamRig rig = rig(settings -> settings.writeTimeout(Duration.ofMillis(50))
                .marks(0, 32_000_000)
                .readWhenFull(true))) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            Told other = new Told();
            StreamRig.Line quiet = rig.line(other);
            run(rig, () -> line.stream().write(StreamRig.range(0, 16_000_000)));
            handler.awaitClose();
            assertInstanceOf(SocketTimeoutException.class, handler.cause);
            assertTrue(quiet.stream().isOpen());
            assertEquals(List.of("open"), other.events);
            rig.assertNoMemory();
        }
    }

    @Test
    default void theEndOfAGroupEndsItsStreams() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            StreamRig.Line line = rig.line(handler);
            Loops.whileHeld(rig.loop, () -> {
                rig.loop.execute(() -> line.stream().write(StreamRig.range(0, 100)));
                rig.streams.close();
            });
            handler.awaitClose();
            assertNotNull(handler.cause);
            StreamRig.take(line.peer(), 0, 100);
            StreamRig.assertEnd(line.peer());
            SocketChannel[] pair = ChannelKinds.tcpPair();
            pair[1].configureBlocking(false);
            assertThrows(RejectedExecutionException.class, () -> rig.streams.open(rig.loop, pair[1], new Told()));
            assertFalse(pair[1].isOpen());
            pair[0].close();
            rig.streams.close();
            rig.assertNothingLeft();
        }
    }

    @Test
    default void theEndOfALoopEndsItsStreams() throws IOException {
        for (boolean cutOff : new boolean[] {false, true}) {
            try (StreamRig rig = rig()) {
                Told handler = new Told();
                StreamRig.Line line = rig.line(handler);
                handler.await("open");
                if (cutOff) {
                    rig.loop.closeNow();
                } else {
                    rig.loop.close();
                }
                handler.awaitClose();
                StreamRig.assertEnd(line.peer());
                assertThrows(RejectedExecutionException.class, () -> rig.line(new Told()));
                rig.assertNothingLeft();
            }
        }
    }

    @Test
    default void whatCannotBeWatchedIsToldToTheHandler() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            rig.line(
                    end -> {
                        FaultyEnd faulty = new FaultyEnd(end, 1);
                        faulty.nextRegister = new IOException("no space");
                        return faulty;
                    },
                    handler);
            handler.awaitClose();
            assertEquals("no space", handler.cause.getMessage());
            Told closed = new Told();
            SocketChannel[] pair = ChannelKinds.tcpPair();
            pair[1].configureBlocking(false);
            RelayEnd end = streamEnd(pair[1]);
            pair[1].close();
            pair[0].close();
            rig.streams.open(rig.loop, end, closed);
            closed.awaitClose();
            assertNotNull(closed.cause);
            rig.assertNothingLeft();
        }
    }

    /** An end of one's own that throws what it may not throw breaks its own stream. */
    @Test
    default void anEndThatThrowsAnythingBreaksItsStream() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            FaultyEnd[] faulty = {null};
            StreamRig.Line line = rig.line(end -> faulty[0] = new FaultyEnd(end, 1), handler);
            faulty[0].nextRead = new IllegalStateException("a mistake");
            StreamRig.put(line.peer(), StreamRig.range(0, 1));
            handler.awaitClose();
            assertTrue(handler.cause.getMessage().contains("a mistake"), handler.cause::toString);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anEndThatSomebodyElseHasClosedIsLetGoOfUntouched() throws IOException {
        try (StreamRig rig = rig()) {
            Told handler = new Told();
            FaultyEnd[] faulty = {null};
            StreamRig.Line line = rig.line(end -> faulty[0] = new FaultyEnd(end, 1), handler);
            faulty[0].tellsInvalid = true;
            StreamRig.put(line.peer(), StreamRig.range(0, 1));
            handler.awaitClose();
            assertTrue(handler.cause.getMessage().contains("closed by somebody else"), handler.cause::toString);
            assertTrue(faulty[0].abandoned, "its number may be another file's by now");
            rig.assertNothingLeft();
        }
    }
}
