package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Interrupts of a loop's thread: they end a poll, and reach no handler, task or timer. */
public interface LoopInterruptContract extends EventLoopContract {
    @Test
    default void anInterruptEndsAPollAndTheLoopGoesOnWithoutSpinning() throws IOException {
        try (EventLoop loop = loops().start()) {
            Thread thread = Loops.call(loop, Thread::currentThread);
            for (int i = 0; i < 3; i++) {
                long before = loop.source().statistics().polls();
                thread.interrupt();
                Loops.until(() -> loop.source().statistics().polls() > before, "the end of the poll");
            }
            loop.execute(() -> Thread.currentThread().interrupt());
            Loops.settle(loop);
            long polls = loop.source().statistics().polls();
            Loops.settle(loop);
            assertTrue(loop.source().statistics().polls() <= polls + 10, "the loop spins after an interrupt");
        }
    }

    /** Interrupted by what runs before it in the same turn: a channel that reads with a status set is closed. */
    @Test
    default void noHandlerTaskOrTimerRunsWithAStatusThatWasSetBeforeIt() throws IOException {
        Path file = Files.createTempFile("interrupt", null);
        List<Link> links = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file);
                EventLoop loop = loops().start()) {
            int each = 3;
            AtomicInteger clean = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(3 * each);
            Runnable readAndInterrupt = () -> {
                try {
                    assertFalse(Thread.currentThread().isInterrupted());
                    channel.read(ByteBuffer.allocate(1));
                    clean.incrementAndGet();
                } catch (IOException e) {
                    assertTrue(channel.isOpen(), "closed by an interrupt");
                } finally {
                    done.countDown();
                    Thread.currentThread().interrupt();
                }
            };
            Loops.whileHeld(loop, () -> {
                for (int i = 0; i < each; i++) {
                    Link link = ChannelKinds.TCP.open();
                    links.add(link);
                    link.register(
                            loop.source(), Interest.WRITE.oneShot(), (registration, ready) -> readAndInterrupt.run());
                    loop.execute(readAndInterrupt);
                    loop.schedule(Duration.ZERO, readAndInterrupt);
                }
            });
            Loops.await(done);
            assertEquals(3 * each, clean.get());
        } finally {
            for (Link link : links) {
                link.close();
            }
            Files.delete(file);
        }
    }
}
