package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BlockingChannelTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void untilWaiting(int count) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (Waits.waiting() != count) {
            assertTrue(System.nanoTime() < end, () -> Waits.waiting() + " wait and not " + count);
            LockSupport.parkNanos(100_000);
        }
    }

    /** Fills what a descriptor takes, so that a write has to wait. */
    private static void fill(int fd) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        while (Descriptors.write(fd, block.clear()) > 0) {
            // until it is full
        }
    }

    @Test
    void aReadWaitsForWhatComes() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        try (BlockingChannel reader = BlockingChannel.owning(pipe.readEnd())) {
            try (BlockingChannel writer = BlockingChannel.owning(pipe.writeEnd())) {
                Companion<String> reading = Companion.calling(() -> {
                    ByteBuffer target = ByteBuffer.allocate(10);
                    int got = reader.read(target);
                    return got + new String(target.array(), 0, got, StandardCharsets.US_ASCII);
                });
                untilWaiting(1);
                assertEquals(3, writer.write(bytes("abc")));
                assertEquals("3abc", reading.join());
            }
            assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aWriteGivesEverythingHoweverSlowlyItIsTaken() throws Exception {
        byte[] all = new byte[3_000_000];
        new Random(7).nextBytes(all);
        SocketPair pair = Sockets.pair();
        try (BlockingChannel one = BlockingChannel.owning(pair.first());
                BlockingChannel other = BlockingChannel.owning(pair.second())) {
            Companion<Void> writing = Companion.running(() -> {
                try (OutputStream out = one.outputStream()) {
                    out.write(all);
                }
            });
            try (InputStream in = other.inputStream()) {
                assertArrayEquals(all, in.readAllBytes());
            }
            writing.join();
        }
    }

    @Test
    void streamsTellAByteAtATimeAndHowMuchIsThere() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        try (InputStream in = BlockingChannel.owning(pipe.readEnd()).inputStream()) {
            try (OutputStream out = BlockingChannel.owning(pipe.writeEnd()).outputStream()) {
                assertEquals(0, in.available());
                out.write(0xff);
                out.write(7);
                assertEquals(2, in.available());
                assertEquals(0xff, in.read());
                assertEquals(7, in.read());
            }
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aTimeoutLeavesTheChannelOpenAndTellsWhatWasTaken() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        try (BlockingChannel reader = BlockingChannel.owning(pipe.readEnd());
                BlockingChannel writer = BlockingChannel.owning(pipe.writeEnd())) {
            reader.readTimeout(Duration.ofMillis(20));
            writer.writeTimeout(Duration.ofMillis(20));
            long start = System.nanoTime();
            assertThrows(InterruptedIOException.class, () -> reader.read(ByteBuffer.allocate(1)));
            assertTrue(System.nanoTime() - start >= 20_000_000);
            ByteBuffer much = ByteBuffer.allocate(1 << 20);
            InterruptedIOException late = assertThrows(InterruptedIOException.class, () -> writer.write(much));
            assertEquals(much.position(), late.bytesTransferred);
            assertTrue(late.bytesTransferred > 0);
            assertEquals(1, reader.read(ByteBuffer.allocate(1)));
            assertThrows(IllegalArgumentException.class, () -> reader.readTimeout(Duration.ZERO));
        }
    }

    @Test
    void closingEndsAReadAndAWriteInProgress() throws Exception {
        for (int i = 0; i < 50; i++) {
            SocketPair pair = Sockets.pair();
            fill(pair.first());
            BlockingChannel channel = BlockingChannel.owning(pair.first());
            Companion<Integer> reading = Companion.calling(() -> channel.read(ByteBuffer.allocate(1)));
            Companion<Integer> writing = Companion.calling(() -> channel.write(ByteBuffer.allocate(1)));
            if (i % 2 == 0) {
                untilWaiting(2);
            }
            channel.close();
            // Closed before it began is told by the superclass.
            assertThrows(ClosedChannelException.class, reading::join);
            assertThrows(ClosedChannelException.class, writing::join);
            if (i == 0) {
                assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
            }
            untilTheEnd(pair.second());
            Descriptors.close(pair.second());
        }
        assertEquals(0, Waits.waiting());
    }

    /** The end shows that the other descriptor was closed. The thread that watches holds its file until it is out of poll(2). */
    private static void untilTheEnd(int fd) {
        ByteBuffer rest = ByteBuffer.allocate(1 << 16);
        Loops.until(
                () -> {
                    try {
                        return Descriptors.read(fd, rest.clear()) < 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "the end");
    }

    @Test
    void whoWaitsWhenItIsClosedIsToldSo() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        BlockingChannel reader = BlockingChannel.owning(pipe.readEnd());
        Companion<Integer> reading = Companion.calling(() -> reader.read(ByteBuffer.allocate(1)));
        untilWaiting(1);
        reader.close();
        assertThrows(AsynchronousCloseException.class, reading::join);
        Descriptors.close(pipe.writeEnd());
    }

    @Test
    void anInterruptClosesTheChannelAndStays() throws Exception {
        for (boolean before : new boolean[] {true, false}) {
            PipeEnds pipe = Descriptors.pipe();
            BlockingChannel reader = BlockingChannel.owning(pipe.readEnd());
            Companion<Boolean> reading = Companion.calling(() -> {
                if (before) {
                    Thread.currentThread().interrupt();
                }
                assertThrows(ClosedByInterruptException.class, () -> reader.read(ByteBuffer.allocate(1)));
                return Thread.interrupted();
            });
            if (!before) {
                untilWaiting(1);
                reading.thread().interrupt();
            }
            assertTrue(reading.join());
            assertFalse(reader.isOpen());
            Descriptors.close(pipe.writeEnd());
        }
    }

    @Test
    void anInterruptIsNoticedAlsoWhereNothingHasToBeWaitedFor() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            BlockingChannel reader = BlockingChannel.borrowing(pipe.readEnd());
            Descriptors.write(pipe.writeEnd(), bytes("abc"));
            Thread.currentThread().interrupt();
            assertThrows(ClosedByInterruptException.class, () -> reader.read(ByteBuffer.allocate(1)));
            assertTrue(Thread.interrupted());
            assertFalse(reader.isOpen());
            ByteBuffer left = ByteBuffer.allocate(10);
            assertEquals(3, Descriptors.read(pipe.readEnd(), left), "nothing was taken");
        }
    }

    @Test
    void aBorrowedBlockingDescriptorStaysBlockingAndOpen() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            try (BlockingChannel reader = BlockingChannel.borrowing(pipe.readEnd());
                    BlockingChannel writer = BlockingChannel.borrowing(pipe.writeEnd())) {
                Companion<Integer> reading = Companion.calling(() -> reader.read(ByteBuffer.allocate(1)));
                untilWaiting(1);
                assertEquals(1, writer.write(ByteBuffer.allocate(1)));
                assertEquals(1, reading.join());
            }
            assertFalse(Descriptors.isNonBlocking(pipe.readEnd()));
        }
    }

    @Test
    void aTerminalTalks() throws Exception {
        try (Pseudoterminal terminal = Pseudoterminal.open();
                BlockingChannel user = BlockingChannel.borrowing(terminal.controller());
                BlockingChannel program = BlockingChannel.borrowing(terminal.terminal())) {
            Companion<String> shell = Companion.calling(() -> {
                ByteBuffer line = ByteBuffer.allocate(100);
                int got = program.read(line);
                return new String(line.array(), 0, got, StandardCharsets.US_ASCII);
            });
            untilWaiting(1);
            user.write(bytes("hello\r"));
            assertEquals("hello\n", shell.join());
        }
    }

    @Test
    void aRegularFileHasAnEndAndNoWait(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        int fd = PosixFiles.open(file, 0);
        try (InputStream in = BlockingChannel.owning(fd).inputStream()) {
            assertEquals("text", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatIsNoDescriptorIsRefused() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        pipe.close();
        assertThrows(IOException.class, () -> BlockingChannel.owning(pipe.readEnd()));
        assertThrows(IOException.class, () -> BlockingChannel.borrowing(pipe.readEnd()));
        assertThrows(IllegalArgumentException.class, () -> BlockingChannel.owning(-1));
        assertThrows(IllegalArgumentException.class, () -> BlockingChannel.borrowing(-1));
    }
}
