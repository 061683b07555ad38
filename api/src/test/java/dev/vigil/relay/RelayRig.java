package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** A relay on one loop, and peers in blocking mode on both sides of its pairs. */
final class RelayRig implements AutoCloseable {
    /** A pair, and the peers of its first and second end. */
    record Line(SocketChannel left, SocketChannel right, RelayPair pair) {}

    final EventLoopGroup group;
    final EventLoop loop;
    final Relay relay;
    private final List<SocketChannel> peers = new ArrayList<>();

    private final Function<SelectableChannel, RelayEnd> ends;

    RelayRig(Function<SelectableChannel, RelayEnd> ends, EventLoopBuilder loops) throws IOException {
        this(ends, loops, settings -> settings);
    }

    RelayRig(Function<SelectableChannel, RelayEnd> ends, EventLoopBuilder loops, UnaryOperator<RelayBuilder> settings)
            throws IOException {
        this.ends = ends;
        group = loops.startGroup(1);
        loop = group.loops().get(0);
        try {
            relay = settings.apply(Relay.builder(group).ends(ends)).build();
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** A pair between two TCP connections. */
    Line line() throws IOException {
        return line(end -> end);
    }

    /** A pair between two TCP connections, with another second end. */
    Line line(UnaryOperator<RelayEnd> second) throws IOException {
        SocketChannel[] left = ChannelKinds.tcpPair();
        SocketChannel[] right = ChannelKinds.tcpPair();
        peers.add(left[0]);
        peers.add(right[0]);
        left[1].configureBlocking(false);
        right[1].configureBlocking(false);
        RelayPair pair = relay.join(loop, ends.apply(left[1]), second.apply(ends.apply(right[1])));
        return new Line(left[0], right[0], pair);
    }

    /** A client, and the pair that connects it to an address. */
    Line connect(SocketAddress address) throws IOException {
        return connect(Destination.of(address));
    }

    /** A client, and the pair that connects it to a destination. */
    Line connect(Destination destination) throws IOException {
        SocketChannel[] left = ChannelKinds.tcpPair();
        peers.add(left[0]);
        left[1].configureBlocking(false);
        return new Line(left[0], null, relay.connect(loop, ends.apply(left[1]), destination));
    }

    /** Breaks a connection off: the other side sees a reset. */
    static void reset(SocketChannel peer) throws IOException {
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
    }

    /** Sends a little through a pair and back. */
    static void assertWorks(Line line) throws IOException {
        put(line.left(), 1000);
        take(line.right(), 1000);
        put(line.right(), 1000);
        take(line.left(), 1000);
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

    /** Waits for the end of a pair, and says how it was. */
    static RelayOutcome outcome(RelayPair pair) {
        Loops.until(() -> !pair.isActive(), "the end of the pair");
        return pair.outcome();
    }

    /** Waits until all pairs have ended and makes sure that they left nothing behind. */
    void assertNothingLeft() {
        Loops.until(() -> relay.totals().active() == 0, "the end of all pairs");
        assertNoBuffers();
    }

    /** Makes sure that what is idle holds no memory. */
    void assertNoBuffers() {
        Loops.settle(loop);
        assertEquals(0, relay.totals().lentBytes(), "bytes of buffers not given back");
    }

    /** Runs something on a thread of its own. */
    static CompletableFuture<Long> async(ThrowingSupplier<Long> work) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Sends so many random bytes in pieces of random sizes, then the end. Returns their checksum. */
    static long send(SocketChannel to, long bytes, long seed) throws IOException {
        Random random = new Random(seed);
        CRC32 sum = new CRC32();
        for (long left = bytes; left > 0; ) {
            byte[] piece = new byte[(int) Math.min(left, 1 + random.nextInt(200_000))];
            random.nextBytes(piece);
            sum.update(piece);
            ByteBuffer buffer = ByteBuffer.wrap(piece);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            left -= piece.length;
        }
        to.shutdownOutput();
        return sum.getValue();
    }

    /** Receives until the end, which must come after so many bytes. Returns their checksum. */
    static long receive(SocketChannel from, long bytes) throws IOException {
        CRC32 sum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
        long received = 0;
        while (from.read(buffer) >= 0) {
            buffer.flip();
            received += buffer.remaining();
            sum.update(buffer);
            buffer.clear();
        }
        assertEquals(bytes, received);
        return sum.getValue();
    }

    /** Sends so many bytes, which must be taken, without ending. */
    static void put(SocketChannel to, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    /** Receives exactly so many bytes. */
    static void take(SocketChannel from, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
        for (long left = bytes; left > 0; ) {
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            int count = from.read(buffer);
            assertTrue(count > 0, "ended too early; bytes missing: " + left);
            left -= count;
        }
    }

    /** Sends until the relay takes no more: neither it nor the kernel on the way to a peer that does not read. Returns how much. */
    static long flood(Line line) throws IOException {
        SocketChannel from = line.left();
        from.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long[] sent = {0};
        long[] last = {-1};
        int[] same = {0};
        Loops.until(
                () -> {
                    try {
                        buffer.clear();
                        sent[0] += from.write(buffer);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    // Full in the end, and not just while the loop is busy: nothing taken in many looks.
                    same[0] = sent[0] == last[0] && line.pair().forth().stalls() > 0 ? same[0] + 1 : 0;
                    last[0] = sent[0];
                    return same[0] == 50;
                },
                "that all is full");
        from.configureBlocking(true);
        return sent[0];
    }

    @Override
    public void close() throws IOException {
        relay.close();
        group.close();
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }
}
