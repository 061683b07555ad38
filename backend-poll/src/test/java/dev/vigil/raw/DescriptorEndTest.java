package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.LibC;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.OperatingSystem;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.posix.UnixAddress;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayOutcome;
import dev.vigil.relay.RelayPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import jnr.constants.platform.OpenFlags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Relays between raw descriptors: pipes, named pipes, terminals, sockets; copied and spliced. */
@ExtendWith(OpenDescriptors.class)
class DescriptorEndTest {
    @TempDir
    private Path directory;

    private EventLoopGroup group;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        group = EventLoop.builder()
                .source(EventSource.builder().backend("poll"))
                .startGroup(1);
        relay = Relay.builder(group).build();
    }

    @AfterEach
    void stop() {
        relay.close();
        group.close();
    }

    private RelayPair join(int first, int second) throws IOException {
        return relay.join(group.loops().get(0), DescriptorEnd.owning(first), DescriptorEnd.owning(second));
    }

    private static RelayOutcome outcome(RelayPair pair) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (pair.isActive()) {
            assertTrue(System.nanoTime() < end, "the pair does not end");
            LockSupport.parkNanos(1_000_000);
        }
        return pair.outcome();
    }

    /** Reads a number of bytes from a non-blocking descriptor, or up to its end. */
    private static byte[] take(int fd, int most) throws IOException {
        ByteBuffer taken = ByteBuffer.allocate(most);
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (taken.hasRemaining() && System.nanoTime() < end) {
            int count = Descriptors.read(fd, taken);
            if (count < 0) {
                break;
            }
            if (count == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        byte[] bytes = new byte[taken.position()];
        taken.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void named_pipe_goes_one_way_and_its_end_is_passed_on() throws IOException {
        Path in = directory.resolve("in");
        Path out = directory.resolve("out");
        PosixFiles.makeFifo(in);
        PosixFiles.makeFifo(out);
        int reads = PosixFiles.open(in, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
        int sender = PosixFiles.open(in, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK);
        int receiver = PosixFiles.open(out, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
        int writes = PosixFiles.open(out, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK);
        RelayPair pair = join(reads, writes);
        Descriptors.write(sender, text("hello"));
        assertEquals("hello", new String(take(receiver, 5), StandardCharsets.US_ASCII));
        Descriptors.write(sender, text("bye"));
        Descriptors.close(sender);
        assertEquals("bye", new String(take(receiver, 100), StandardCharsets.US_ASCII));
        assertEquals(RelayOutcome.FINISHED, outcome(pair));
        assertEquals(8, pair.forth().bytes());
        assertEquals(0, pair.back().bytes());
        Descriptors.close(receiver);
    }

    @Test
    void reader_of_a_pipe_that_goes_away_ends_the_pair() throws IOException {
        PipeEnds in = Descriptors.pipe();
        PipeEnds out = Descriptors.pipe();
        RelayPair pair = join(in.readEnd(), out.writeEnd());
        Descriptors.close(out.readEnd());
        assertEquals(RelayOutcome.FAILED, outcome(pair));
        Descriptors.close(in.writeEnd());
    }

    @Test
    void terminal_is_relayed_both_ways_until_nobody_has_it_open() throws IOException {
        Pseudoterminal terminal = Pseudoterminal.open();
        SocketPair sockets = Sockets.pair();
        RelayPair pair = join(terminal.controller(), sockets.first());
        Descriptors.write(sockets.second(), text("who\n"));
        assertEquals("who\n", new String(take(terminal.terminal(), 4), StandardCharsets.US_ASCII));
        assertEquals("who\r\n", new String(take(sockets.second(), 5), StandardCharsets.US_ASCII), "its echo");
        Descriptors.write(terminal.terminal(), text("me\n"));
        assertEquals("me\r\n", new String(take(sockets.second(), 4), StandardCharsets.US_ASCII));
        Descriptors.write(terminal.terminal(), text("last\n"));
        Descriptors.close(terminal.terminal());
        assertEquals("last\r\n", new String(take(sockets.second(), 100), StandardCharsets.US_ASCII));
        Sockets.shutdownOutput(sockets.second());
        assertEquals(RelayOutcome.FINISHED, outcome(pair));
        Descriptors.close(sockets.second());
    }

    /** What the documentation of {@link Relay#connect} says for addresses that no channel has. */
    @Test
    void an_abstract_name_is_connected_to_as_a_descriptor_and_joined() throws IOException {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "a speciality of Linux");
        UnixAddress name =
                UnixAddress.ofAbstract("vigil-end-" + ProcessHandle.current().pid());
        int listener = Sockets.listen(name, 1, false);
        SocketPair client = Sockets.pair();
        RelayPair pair = join(client.first(), Sockets.connect(name));
        int served = Sockets.accept(listener);
        Descriptors.write(client.second(), text("hello"));
        assertEquals("hello", new String(take(served, 5), StandardCharsets.US_ASCII));
        Descriptors.write(served, text("bye"));
        Descriptors.close(served);
        assertEquals("bye", new String(take(client.second(), 100), StandardCharsets.US_ASCII));
        Sockets.shutdownOutput(client.second());
        outcome(pair);
        Descriptors.close(client.second());
        Descriptors.close(listener);
    }

    @Test
    void peers_that_both_go_away_end_the_pair() throws IOException {
        assertThrows(IOException.class, () -> DescriptorEnd.owning(1_000_000));
        SocketPair one = Sockets.pair();
        SocketPair other = Sockets.pair();
        RelayPair pair = join(one.first(), other.first());
        Descriptors.close(one.second());
        Descriptors.close(other.second());
        assertFalse(outcome(pair) == RelayOutcome.IDLE);
    }

    @Test
    void large_stream_between_sockets_is_spliced_and_arrives_unchanged() throws Exception {
        carry(relay, () -> {});
        // Pipes are closed with the last pair.
        assertTrue(relay.close(Duration.ZERO));
    }

    /** A pipe holds 1 MiB and this buffer more: what follows goes to memory, and must not overtake. */
    @Test
    void memory_follows_a_pipe_that_is_full() throws Exception {
        Relay deep = Relay.builder(group).buffer(8 << 20).build();
        carry(deep, () -> {
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            while (deep.totals().forth().stalls() == 0) {
                assertTrue(System.nanoTime() < end, "no stall");
                LockSupport.parkNanos(1_000_000);
            }
            assertTrue(deep.totals().lentBytes() > 0);
        });
        assertEquals(0, deep.totals().lentBytes());
        assertTrue(deep.close(Duration.ZERO));
    }

    /** Sends a large stream through a pair of sockets, whose receiver waits for something before it reads. */
    private void carry(Relay by, Runnable beforeReading) throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        SocketChannel[] left = ChannelKinds.tcpPair();
        SocketChannel[] right = ChannelKinds.tcpPair();
        left[1].configureBlocking(false);
        right[1].configureBlocking(false);
        RelayEnd first = DescriptorEnd.of(left[1]);
        RelayEnd second = DescriptorEnd.of(right[1]);
        assertNotNull(first.pipes(second));
        assertNull(first.pipes(RelayEnd.of(right[1])));
        RelayPair pair = by.join(group.loops().get(0), first, second);
        int size = 50_000_000;
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> send(left[0], size));
        beforeReading.run();
        CRC32 sum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(300_000);
        long received = 0;
        while (right[0].read(buffer) >= 0) {
            buffer.flip();
            received += buffer.remaining();
            sum.update(buffer);
            buffer.clear();
        }
        assertEquals(size, received);
        assertEquals(sent.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), sum.getValue());
        right[0].shutdownOutput();
        assertEquals(RelayOutcome.FINISHED, outcome(pair));
        assertEquals(size, pair.forth().bytes());
        left[0].close();
        right[0].close();
    }

    /** splice(2) says EINVAL there, when the bytes are in the pipe already. */
    @Test
    void large_stream_to_a_socket_that_appends_is_copied_out_of_the_pipe() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        SocketPair left = Sockets.pair();
        SocketPair right = Sockets.pair();
        LibC.fcntl(
                right.first(),
                FcntlConstants.F_SETFL,
                Descriptors.statusFlags(right.first()) | OpenFlags.O_APPEND.intValue());
        RelayPair pair = join(left.first(), right.first());
        int size = 5_000_000;
        byte[] bytes = new byte[size];
        new Random(13).nextBytes(bytes);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            try {
                while (rest.hasRemaining()) {
                    if (Descriptors.write(left.second(), rest) == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
                Sockets.shutdownOutput(left.second());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertArrayEquals(bytes, take(right.second(), size + 1));
        sent.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS);
        Sockets.shutdownOutput(right.second());
        assertEquals(RelayOutcome.FINISHED, outcome(pair));
        assertEquals(size, pair.forth().bytes());
        Descriptors.close(left.second());
        Descriptors.close(right.second());
    }

    private static long send(SocketChannel to, int size) {
        Random random = new Random(7);
        CRC32 sum = new CRC32();
        byte[] piece = new byte[400_000];
        try {
            for (int left = size; left > 0; ) {
                random.nextBytes(piece);
                ByteBuffer buffer = ByteBuffer.wrap(piece, 0, Math.min(left, 1 + random.nextInt(piece.length)));
                left -= buffer.remaining();
                sum.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return sum.getValue();
    }
}
