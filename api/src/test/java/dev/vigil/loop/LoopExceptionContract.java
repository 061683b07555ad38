package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What handlers, tasks and timers let out. */
public interface LoopExceptionContract extends EventLoopContract {
    @Test
    default void whatHandlersTasksAndTimersLetOutGoesToTheExceptionHandler() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch three = new CountDownLatch(3);
        LoopExceptionHandler handler = (loop, thrown) -> {
            assertTrue(loop.isInLoop());
            seen.add(thrown.getMessage());
            three.countDown();
        };
        try (EventLoop loop = loops().onException(handler).start();
                Link link = ChannelKinds.TCP.open()) {
            link.register(loop.source(), Interest.WRITE.oneShot(), (registration, ready) -> {
                throw new IOException("handler");
            });
            loop.execute(() -> {
                throw new IllegalStateException("task");
            });
            loop.schedule(Duration.ofMillis(1), () -> {
                throw new AssertionError("timer");
            });
            Loops.await(three);
            assertEquals(
                    List.of("handler", "task", "timer"), seen.stream().sorted().toList());
            Loops.settle(loop);
        }
    }

    @Test
    default void byDefaultALoopLogsAndGoesOn() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.loop");
                EventLoop loop = loops().name("hardy").start()) {
            loop.execute(() -> {
                throw new IllegalStateException("meant");
            });
            Loops.settle(loop);
            assertEquals(List.of("loop hardy goes on after an exception"), log.lines());
        }
    }

    @Test
    default void aLoopMayEndAtTheFirstException() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.loop")) {
            EventLoop loop = loops().name("frail")
                    .onException(LoopExceptionHandler.LOG_AND_CLOSE)
                    .start();
            loop.execute(() -> {
                throw new IllegalStateException("meant");
            });
            Loops.until(loop::isTerminated, "the end");
            assertEquals("loop frail ends after an exception", log.lines().get(0));
        }
    }

    @Test
    default void anExceptionHandlerThatThrowsEndsTheLoop() throws IOException {
        CountDownLatch uncaught = new CountDownLatch(1);
        EventLoop loop = loops().onException((failed, thrown) -> {
                    throw new IllegalStateException("meant");
                })
                .start();
        loop.execute(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.countDown()));
        loop.execute(() -> {
            throw new IllegalStateException("meant too");
        });
        Loops.await(uncaught);
        assertTrue(loop.isTerminated());
        assertFalse(loop.source().isOpen());
    }

    /** The rest of the batch is not lost. */
    @Test
    default void theOtherEventsOfABatchAreServedAfterAnException() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        try (EventLoop loop = loops().onException((failed, thrown) -> both.countDown())
                        .start();
                Link one = ChannelKinds.TCP.open();
                Link other = ChannelKinds.TCP.open()) {
            Loops.whileHeld(loop, () -> {
                for (Link link : List.of(one, other)) {
                    link.register(loop.source(), Interest.WRITE.oneShot(), (registration, ready) -> {
                        throw new IOException("meant");
                    });
                }
            });
            Loops.await(both);
        }
    }
}
