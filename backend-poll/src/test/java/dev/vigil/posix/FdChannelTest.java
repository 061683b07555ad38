package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
@Timeout(120)
class FdChannelTest {

    @Test
    void bytesPassFromChannelToChannel() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        try (ByteChannel reader = FdChannel.owning(pipe.readEnd())) {
            try (ByteChannel writer = FdChannel.owning(pipe.writeEnd())) {
                assertEquals(0, reader.read(ByteBuffer.allocate(1)));
                assertEquals(3, writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3})));
                ByteBuffer target = ByteBuffer.allocate(10);
                assertEquals(3, reader.read(target));
                assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), target.flip());
            }
            assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void theJdkTakesItForAnyChannel() throws IOException {
        PipeEnds pipe = Descriptors.pipe(false);
        try (var out = Channels.newOutputStream(FdChannel.owning(pipe.writeEnd()))) {
            out.write("a line".getBytes(StandardCharsets.UTF_8));
        }
        try (var in = Channels.newInputStream(FdChannel.owning(pipe.readEnd()))) {
            assertEquals("a line", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void anOwningChannelClosesOnceAndABorrowingOneNever() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        FdChannel owning = FdChannel.owning(pipe.readEnd());
        FdChannel borrowing = FdChannel.borrowing(pipe.writeEnd());
        owning.close();
        borrowing.close();
        // The number of the closed one is given to the next that is opened: closing again must not hit it.
        int next = Descriptors.duplicate(pipe.writeEnd());
        assertEquals(pipe.readEnd(), next);
        owning.close();
        borrowing.close();
        Descriptors.close(next);
        Descriptors.close(pipe.writeEnd());
    }

    @Test
    void aClosedChannelRefusesEverything() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        FdChannel channel = FdChannel.owning(pipe.writeEnd());
        assertTrue(channel.isOpen());
        assertEquals(pipe.writeEnd(), channel.fd());
        channel.close();
        assertFalse(channel.isOpen());
        assertThrows(ClosedChannelException.class, channel::fd);
        assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
        Descriptors.close(pipe.readEnd());
    }

    @Test
    void aDescriptorThatIsNotOpenIsRefusedAtOnce() throws IOException {
        int fd = Descriptors.eventFd(0);
        Descriptors.close(fd);
        assertEquals(
                "EBADF",
                assertThrows(ErrnoException.class, () -> FdChannel.owning(fd)).errnoName());
        assertEquals(
                "EBADF",
                assertThrows(ErrnoException.class, () -> FdChannel.borrowing(fd))
                        .errnoName());
    }

    @Test
    void itsNameTellsWhatItIs() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            FdChannel channel = FdChannel.borrowing(pipe.readEnd());
            assertEquals("FdChannel[fd " + pipe.readEnd() + ", borrowed]", channel.toString());
            channel.close();
            assertEquals("FdChannel[fd " + pipe.readEnd() + ", borrowed, closed]", channel.toString());
        }
    }

    @Test
    void theNumberIsNotGivenAwayWhileAReadStillWaits() throws Exception {
        PipeEnds pipe = Descriptors.pipe(false);
        FdChannel channel = FdChannel.owning(pipe.readEnd());
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> reader = Threads.call(() -> {
            started.countDown();
            return channel.read(ByteBuffer.allocate(10));
        });
        started.await();
        while (!channel.isInUse()) {
            Thread.onSpinWait();
        }
        channel.close();
        assertFalse(channel.isOpen());
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(Descriptors.eventFd(0));
        }
        assertFalse(others.contains(pipe.readEnd()), () -> pipe.readEnd() + " in " + others);
        Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(3));
        assertEquals(3, Threads.result(reader));
        // Now it is free.
        others.add(Descriptors.eventFd(0));
        assertEquals(pipe.readEnd(), others.get(10));
        for (int fd : others) {
            Descriptors.close(fd);
        }
        Descriptors.close(pipe.writeEnd());
    }

    @Test
    void aReadThatRacesWithCloseNeverSeesWhatAnotherFileHolds() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            PipeEnds mine = Descriptors.pipe();
            FdChannel channel = FdChannel.owning(mine.readEnd());
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Long> reader = Threads.call(() -> {
                ByteBuffer target = ByteBuffer.allocateDirect(16);
                started.countDown();
                long strangers = 0;
                try {
                    while (true) {
                        strangers += channel.read(target);
                    }
                } catch (ClosedChannelException e) {
                    return strangers;
                }
            });
            started.await();
            channel.close();
            PipeEnds other = Descriptors.pipe();
            Descriptors.write(other.writeEnd(), ByteBuffer.allocate(8));
            assertEquals(0, Threads.result(reader), "bytes of another pipe, in round " + round);
            other.close();
            Descriptors.close(mine.writeEnd());
        }
    }

    @Test
    void concurrentWritesOfMoreThanAPieceDoNotMix() throws Exception {
        int size = 3 * Scratch.LARGE;
        PipeEnds pipe = Descriptors.pipe(false);
        try (FdChannel reader = FdChannel.owning(pipe.readEnd());
                FdChannel writer = FdChannel.owning(pipe.writeEnd())) {
            List<CompletableFuture<Integer>> writers = new ArrayList<>();
            for (byte mark : new byte[] {1, 2}) {
                byte[] bytes = new byte[size];
                Arrays.fill(bytes, mark);
                writers.add(Threads.call(() -> writer.write(ByteBuffer.wrap(bytes))));
            }
            ByteBuffer all = ByteBuffer.allocate(2 * size);
            while (all.hasRemaining()) {
                reader.read(all);
            }
            for (CompletableFuture<Integer> each : writers) {
                assertEquals(size, Threads.result(each));
            }
            int changes = 0;
            for (int i = 1; i < all.capacity(); i++) {
                changes += all.get(i) == all.get(i - 1) ? 0 : 1;
            }
            assertEquals(1, changes);
        }
    }
}
