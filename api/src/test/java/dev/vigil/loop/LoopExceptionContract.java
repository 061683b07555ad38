package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Only the end of its own source is the end of a loop: told by the source, not by the exception. */
    @Test
    default void whatTheEndOfAnotherSourceThrowsDoesNotEndTheLoop() throws IOException {
        for (Exception foreign : ends()) {
            List<Throwable> told = new CopyOnWriteArrayList<>();
            try (EventLoop loop = loops().onException((failed, thrown) -> told.add(thrown))
                            .start();
                    Link link = ChannelKinds.TCP.open()) {
                link.register(loop.source(), Interest.WRITE.oneShot(), (registration, ready) -> sneak(foreign));
                Loops.until(() -> told.size() == 1, "the exception");
                loop.execute(() -> sneak(foreign));
                Timer timer = loop.schedulePeriodically(Duration.ofMillis(1), () -> sneak(foreign));
                Loops.until(() -> told.size() >= 4, "the exceptions of the task and the timer");
                timer.cancel();
                Loops.settle(loop);
                told.forEach(thrown -> assertSame(foreign, thrown));
                CountDownLatch served = new CountDownLatch(1);
                try (Link other = ChannelKinds.TCP.open()) {
                    other.register(
                            loop.source(), Interest.WRITE.oneShot(), (registration, ready) -> served.countDown());
                    Loops.await(served);
                }
            }
        }
    }

    /** What a source throws that was closed by its owner, and by its mechanism. */
    private List<Exception> ends() throws IOException {
        EventSource other = fixture().open();
        other.close();
        return List.of(
                assertThrows(ClosedEventSourceException.class, other::wakeup),
                new MechanismFailedException("of another source", null));
    }

    /** Throws what a task does not declare. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception e) throws E {
        throw (E) e;
    }

    /** Reported or let out, by a handler, a task or a timer. */
    @Test
    default void anExceptionHandlerThatThrowsIsNotCalledWithItsOwnException() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        for (String what : List.of("handler", "task", "timer", "report")) {
            CountDownLatch uncaught = new CountDownLatch(1);
            EventLoop loop = loops().onException((failed, thrown) -> {
                        told.add(thrown.getMessage());
                        throw new IllegalStateException("its own");
                    })
                    .start();
            loop.execute(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.countDown()));
            Loops.settle(loop);
            try (Link link = ChannelKinds.TCP.open()) {
                switch (what) {
                    case "handler" ->
                        link.register(loop.source(), Interest.WRITE, (registration, ready) -> {
                            throw new IOException(what);
                        });
                    case "task" ->
                        loop.execute(() -> {
                            throw new IllegalStateException(what);
                        });
                    case "timer" ->
                        loop.schedule(Duration.ZERO, () -> {
                            throw new IllegalStateException(what);
                        });
                    default -> loop.execute(() -> loop.report(new IOException(what)));
                }
                Loops.await(uncaught);
                assertTrue(loop.isTerminated());
            }
        }
        assertEquals(List.of("handler", "task", "timer", "report"), told);
    }

    @Test
    default void aHandlerThatThrowsOverAndOverIsLoggedAFewTimesAndThenCounted() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (LogLines log = LogLines.of("dev.vigil.loop");
                Link link = ChannelKinds.TCP.open()) {
            EventLoop loop = loops().name("stormy").start();
            link.register(loop.source(), Interest.WRITE, (registration, ready) -> {
                if (calls.incrementAndGet() == 1000) {
                    registration.cancel();
                }
                throw new IOException("before it has written");
            });
            Loops.until(() -> calls.get() == 1000, "the calls");
            loop.execute(() -> {
                throw new IllegalStateException("of another class");
            });
            loop.close();
            List<String> lines = new ArrayList<>(
                    Collections.nCopies(ExceptionLog.LINES + 1, "loop stormy goes on after an exception"));
            lines.add("loop stormy: exceptions of java.io.IOException that were not logged one by one: "
                    + (1000 - ExceptionLog.LINES));
            assertEquals(lines, log.lines());
        }
    }
}
