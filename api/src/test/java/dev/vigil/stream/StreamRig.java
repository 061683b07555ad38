package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Streams on one loop, and peers in blocking mode. */
final class StreamRig implements AutoCloseable {
    /** A stream, and the peer of it. */
    record Line(SocketChannel peer, Stream stream) {}

    final EventLoopGroup group;
    final EventLoop loop;
    final Streams streams;

    /** What the loop was told of. */
    final List<Throwable> thrown = new CopyOnWriteArrayList<>();

    private final StreamFixture fixture;
    private final List<SocketChannel> peers = new ArrayList<>();

    StreamRig(StreamFixture fixture, UnaryOperator<StreamsBuilder> settings) throws IOException {
        this.fixture = fixture;
        group = fixture.streamLoops().onException((it, e) -> thrown.add(e)).startGroup(1);
        loop = group.loops().get(0);
        try {
            StreamsBuilder builder = Streams.builder(group);
            fixture.carriers(builder);
            streams = settings.apply(builder).build();
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** A stream over a TCP connection. */
    Line line(StreamHandler handler) throws IOException {
        return line(end -> end, handler);
    }

    /** A stream over another end of a TCP connection. */
    Line line(UnaryOperator<RelayEnd> wrapped, StreamHandler handler) throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        peers.add(pair[0]);
        pair[1].configureBlocking(false);
        pair[1].setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Line(pair[0], streams.open(loop, wrapped.apply(fixture.streamEnd(pair[1])), handler));
    }

    /** Does something on the loop's thread. */
    <T> T inLoop(ThrowingSupplier<T> work) {
        return Loops.call(loop, work);
    }

    /** Breaks a connection off: the other side sees a reset. */
    static void reset(SocketChannel peer) throws IOException {
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
    }

    static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    /** The byte at a place of what tests send. */
    static byte at(long place) {
        return (byte) (place + (place >>> 8) * 7);
    }

    /** So many bytes of it. */
    static ByteBuffer range(long from, int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            buffer.put(at(from + i));
        }
        return buffer.flip();
    }

    static void put(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** Receives so many bytes, which must be those of the places from {@code first} on. */
    static void take(SocketChannel from, long first, long count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        for (long place = first; place < first + count; ) {
            buffer.clear().limit((int) Math.min(first + count - place, buffer.capacity()));
            int got = from.read(buffer);
            assertTrue(got > 0, "ended at " + place);
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte wanted = at(place);
                byte found = buffer.get();
                if (wanted != found) {
                    assertEquals(wanted, found, "the byte at " + place);
                }
                place++;
            }
        }
    }

    static void assertEnd(SocketChannel peer) throws IOException {
        assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }

    /** Sends a little and gets it back. */
    static void assertEchoes(Line line) throws IOException {
        put(line.peer(), range(0, 1000));
        take(line.peer(), 0, 1000);
    }

    /** Waits until the peer can send no more: the stream does not read, and the system's buffers are full. Returns how much went. */
    static long flood(SocketChannel peer) throws IOException {
        peer.configureBlocking(false);
        long[] sent = {0};
        int[] same = {0};
        Loops.until(
                () -> {
                    try {
                        int count = peer.write(range(sent[0], 64 * 1024));
                        sent[0] += count;
                        same[0] = count == 0 ? same[0] + 1 : 0;
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return same[0] == 50;
                },
                "that all is full");
        peer.configureBlocking(true);
        return sent[0];
    }

    /** Makes sure that the loop waits, and does not turn. */
    void assertQuiet() {
        Loops.settle(loop);
        long polls = loop.source().statistics().polls();
        for (int i = 0; i < 20; i++) {
            Loops.settle(loop);
        }
        long more = loop.source().statistics().polls() - polls;
        assertTrue(more <= 25, "polls in 20 turns: " + more);
    }

    /** Makes sure that what is idle holds no memory. */
    void assertNoMemory() {
        Loops.until(() -> streams.totals().lentBytes() == 0, "that memory is given back");
    }

    /** Waits until all streams have ended and makes sure that they left nothing behind. */
    void assertNothingLeft() {
        Loops.until(() -> streams.totals().active() == 0, "the end of all streams");
        assertNoMemory();
        assertEquals(List.of(), thrown);
    }

    @Override
    public void close() throws IOException {
        streams.close();
        group.close();
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }
}
