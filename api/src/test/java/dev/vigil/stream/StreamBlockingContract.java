package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.accept.Acceptor;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.Loops;
import dev.vigil.relay.RelayEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread for each stream, virtual where there are such. */
public interface StreamBlockingContract extends StreamFixture {
    /** What a thread does. */
    @FunctionalInterface
    interface Work {
        /** Does it, and may fail. */
        void run() throws IOException;
    }

    /** A stream, its peer, and the thread that works with it. */
    final class Served {
        final CompletableFuture<Void> result = new CompletableFuture<>();
        volatile Thread thread;

        void start(Work work) {
            Runnable body = () -> {
                thread = Thread.currentThread();
                try {
                    work.run();
                    result.complete(null);
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            };
            try {
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
            } catch (NoSuchMethodException e) {
                Thread platform = new Thread(body);
                platform.setDaemon(true);
                platform.start();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("virtual threads", e);
            }
        }

        void join() throws Exception {
            result.get(30, TimeUnit.SECONDS);
        }

        Throwable failure() {
            return assertThrows(ExecutionException.class, this::join).getCause();
        }

        void awaitWaiting() {
            Loops.until(
                    () -> thread != null
                            && (thread.getState() == Thread.State.WAITING
                                    || thread.getState() == Thread.State.TIMED_WAITING),
                    "that it waits");
        }
    }

    private static BlockingStream open(StreamRig rig, SocketChannel[] pair) throws IOException {
        pair[1].configureBlocking(false);
        return rig.streams.openBlocking(rig.loop, RelayEnd.of(pair[1]));
    }

    private static void echo(BlockingStream stream, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        try (stream) {
            while (stream.read(buffer.clear()) >= 0) {
                stream.write(buffer.flip());
            }
        }
    }

    @Test
    default void aThreadForEachConnectionEchoes() throws Exception {
        int connections = 100;
        List<Served> served = new ArrayList<>();
        try (StreamRig rig = rig();
                Acceptor acceptor = Acceptor.builder(rig.group)
                        .bind(ChannelKinds.anyPort(), rig.streams.acceptingBlocking(stream -> {
                            Served one = new Served();
                            served.add(one);
                            one.start(() -> echo(stream, 100));
                        }))) {
            List<SocketChannel> peers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                peers.add(SocketChannel.open(acceptor.localAddress()));
            }
            for (int round = 0; round < 10; round++) {
                for (SocketChannel peer : peers) {
                    StreamRig.put(peer, StreamRig.range(round, 250));
                }
                for (SocketChannel peer : peers) {
                    StreamRig.take(peer, round, 250);
                }
            }
            for (SocketChannel peer : peers) {
                peer.shutdownOutput();
                StreamRig.assertEnd(peer);
                peer.close();
            }
            for (Served one : served) {
                one.join();
            }
            assertEquals(connections, served.size());
            rig.assertNothingLeft();
        }
    }

    /** More than all queues on the way hold, in both directions at once; read in small pieces. */
    @Test
    default void aLongStreamComesBackAsItWasThroughAThread() throws Exception {
        int bytes = 5_000_000;
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            Served echoing = new Served();
            echoing.start(() -> echo(stream, 777));
            Served sending = new Served();
            sending.start(() -> {
                for (int place = 0; place < bytes; place += 100_000) {
                    StreamRig.put(peer, StreamRig.range(place, 100_000));
                }
                peer.shutdownOutput();
            });
            StreamRig.take(peer, 0, bytes);
            StreamRig.assertEnd(peer);
            echoing.join();
            sending.join();
            rig.assertNothingLeft();
        }
    }

    @Test
    default void readersAndPrintersOfTheJdkWorkOnIt() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            Served serving = new Served();
            serving.start(() -> {
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(stream.inputStream(), StandardCharsets.US_ASCII));
                try (OutputStream out = stream.outputStream()) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        out.write((line.toUpperCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.US_ASCII));
                        out.write('!');
                    }
                    assertEquals(-1, stream.inputStream().read());
                }
            });
            StreamRig.put(peer, ByteBuffer.wrap("one\ntwo\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(10);
            while (answer.hasRemaining()) {
                peer.read(answer);
            }
            assertEquals("ONE\n!TWO\n!", new String(answer.array(), StandardCharsets.US_ASCII));
            peer.shutdownOutput();
            serving.join();
            StreamRig.assertEnd(peer);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aCloseEndsAReadAndAWriteThatWait() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            Served reading = new Served();
            reading.start(() -> stream.read(ByteBuffer.allocate(10)));
            Served writing = new Served();
            writing.start(() -> stream.write(ByteBuffer.allocate(64_000_000)));
            reading.awaitWaiting();
            writing.awaitWaiting();
            stream.close();
            stream.close();
            assertInstanceOf(AsynchronousCloseException.class, reading.failure());
            assertInstanceOf(AsynchronousCloseException.class, writing.failure());
            assertFalse(stream.isOpen());
            assertThrows(ClosedChannelException.class, () -> stream.read(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, () -> stream.write(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, stream::shutdownOutput);
            // What was taken by then still goes out.
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            while (peer.read(buffer.clear()) >= 0) {
                // Until the end.
            }
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anInterruptAbortsAndKeepsTheStatus() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            boolean[] status = {false};
            Served reading = new Served();
            reading.start(() -> {
                try {
                    stream.read(ByteBuffer.allocate(10));
                } finally {
                    status[0] = Thread.currentThread().isInterrupted();
                }
            });
            reading.awaitWaiting();
            reading.thread.interrupt();
            assertInstanceOf(ClosedByInterruptException.class, reading.failure());
            assertTrue(status[0]);
            assertThrows(IOException.class, () -> StreamRig.take(peer, 0, 1));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aReadTimesOutAndTheStreamStays() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair).readTimeout(Duration.ofMillis(10));
            assertThrows(IllegalArgumentException.class, () -> stream.readTimeout(Duration.ZERO));
            assertThrows(SocketTimeoutException.class, () -> stream.read(ByteBuffer.allocate(1)));
            stream.readTimeout(Duration.ofSeconds(30));
            StreamRig.put(peer, StreamRig.range(0, 5));
            assertEquals(5, stream.read(ByteBuffer.allocate(10)));
            assertEquals(0, stream.read(ByteBuffer.allocate(0)));
            assertThrows(
                    ReadOnlyBufferException.class,
                    () -> stream.read(ByteBuffer.allocate(10).asReadOnlyBuffer()));
        }
    }

    @Test
    default void aResetIsToldToReadersAndWriters() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig()) {
            BlockingStream stream = open(rig, pair);
            Served reading = new Served();
            reading.start(() -> stream.read(ByteBuffer.allocate(10)));
            reading.awaitWaiting();
            StreamRig.reset(pair[0]);
            assertInstanceOf(IOException.class, reading.failure());
            assertThrows(IOException.class, () -> stream.write(ByteBuffer.allocate(1)));
            stream.close();
            rig.assertNothingLeft();
        }
    }

    @Test
    default void oneDirectionMayEndBeforeTheOtherForAThreadToo() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            stream.write(StreamRig.range(0, 100_000));
            stream.shutdownOutput();
            assertThrows(IOException.class, () -> stream.write(ByteBuffer.allocate(1)));
            StreamRig.take(peer, 0, 100_000);
            StreamRig.assertEnd(peer);
            StreamRig.put(peer, StreamRig.range(0, 10));
            assertEquals(10, stream.read(ByteBuffer.allocate(20)));
            peer.shutdownOutput();
            assertEquals(-1, stream.read(ByteBuffer.allocate(20)));
            stream.close();
            rig.assertNothingLeft();
        }
    }

    /** The thread of the loop would wait for itself: it is told so. */
    @Test
    default void theLoopsOwnThreadIsRefusedWhereItWouldWait() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            rig.inLoop(() -> {
                assertThrows(IllegalStateException.class, () -> stream.read(ByteBuffer.allocate(1)));
                return stream.write(StreamRig.range(0, 10));
            });
            StreamRig.take(peer, 0, 10);
        }
    }

    /** From a handler to a thread, in the middle: what the handler has left is the first that the thread reads. */
    @Test
    default void aStreamMayBeTurnedOverToAThread() throws Exception {
        try (StreamRig rig = rig()) {
            Served serving = new Served();
            byte[] seen = new byte[9];
            StreamRig.Line line = rig.line((stream, data) -> {
                data.get();
                BlockingStream face = stream.blocking();
                serving.start(() -> {
                    ByteBuffer rest = ByteBuffer.wrap(seen);
                    while (rest.hasRemaining()) {
                        face.read(rest);
                    }
                    face.close();
                });
            });
            StreamRig.put(line.peer(), StreamRig.range(0, 10));
            serving.join();
            assertEquals(StreamRig.range(1, 9), ByteBuffer.wrap(seen));
            StreamRig.assertEnd(line.peer());
            rig.assertNothingLeft();
        }
    }

    @Test
    default void theEndOfAGroupEndsAThreadThatWaits() throws Exception {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (StreamRig rig = rig();
                SocketChannel peer = pair[0]) {
            BlockingStream stream = open(rig, pair);
            Served reading = new Served();
            reading.start(() -> stream.read(ByteBuffer.allocate(10)));
            reading.awaitWaiting();
            rig.streams.close();
            assertInstanceOf(IOException.class, reading.failure());
            StreamRig.assertEnd(peer);
            rig.assertNothingLeft();
        }
    }
}
