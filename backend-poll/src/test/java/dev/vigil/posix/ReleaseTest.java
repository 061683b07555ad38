package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A descriptor that its channel gives up. */
@ExtendWith(OpenDescriptors.class)
class ReleaseTest {
    @Test
    void aChannelThatHasGivenItsDescriptorUpIsClosedAndClosesNothing() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            FdChannel channel = FdChannel.owning(Descriptors.duplicate(pipe.readEnd()));
            int fd = channel.release();
            assertFalse(channel.isOpen());
            channel.close();
            assertThrows(ClosedChannelException.class, channel::release);
            assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
            Descriptors.close(fd);
        }
    }

    @Test
    void aBorrowedDescriptorIsNotTheChannelsToGive() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe();
                FdChannel channel = FdChannel.borrowing(pipe.readEnd())) {
            assertThrows(IllegalStateException.class, channel::release);
            assertEquals(pipe.readEnd(), channel.fd());
        }
    }

    @Test
    void aDescriptorInUseIsNotGivenUp() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            HeldDescriptor held = new HeldDescriptor(Descriptors.duplicate(pipe.readEnd()), true);
            held.enter();
            assertThrows(IllegalStateException.class, held::release);
            held.leave();
            Descriptors.close(held.release());
        }
    }

    /** Twice closed, or not at all, is seen: {@code close} is told of EBADF, and descriptors are counted. */
    @Test
    void oneOfSeveralThreadsThatGiveUpAndCloseSucceeds() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            for (int i = 0; i < 2000; i++) {
                FdChannel channel = FdChannel.owning(Descriptors.duplicate(pipe.readEnd()));
                CyclicBarrier start = new CyclicBarrier(2);
                CompletableFuture<Void> closer = CompletableFuture.runAsync(() -> assertDoesNotThrow(() -> {
                    start.await();
                    channel.close();
                }));
                start.await();
                try {
                    Descriptors.close(channel.release());
                } catch (ClosedChannelException e) {
                    assertFalse(channel.isOpen());
                }
                closer.get();
            }
        }
    }
}
