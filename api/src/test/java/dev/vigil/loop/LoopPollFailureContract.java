package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Polls that fail: a set that somebody else has closed, a limit of descriptors that was lowered. */
public interface LoopPollFailureContract extends EventLoopContract {
    private static EventLoopBuilder over(FailingBackend backend) {
        return EventLoop.builder().name("failing").source(EventSource.builder().backend(backend));
    }

    /** Meanwhile tasks and timers run, and when it passes handlers do, too. */
    @Test
    default void pollsThatFailAreToldOnceAndTriedAgainAfterPauses() throws IOException {
        FailingBackend backend = new FailingBackend(fixture().backend());
        List<Throwable> told = new CopyOnWriteArrayList<>();
        EventLoopBuilder builder = over(backend).onException((loop, thrown) -> told.add(thrown));
        builder.patience = Duration.ofHours(1);
        try (EventLoop loop = builder.start();
                Link link = ChannelKinds.TCP.open()) {
            CountDownLatch served = new CountDownLatch(1);
            CountDownLatch timed = new CountDownLatch(100);
            link.register(loop.source(), Interest.READ, (registration, ready) -> {
                registration.cancel();
                served.countDown();
            });
            backend.waitsFail = true;
            loop.schedulePeriodically(Duration.ofMillis(1), timed::countDown);
            for (int i = 0; i < 100; i++) {
                Loops.settle(loop);
            }
            Loops.await(timed);
            Loops.until(() -> backend.failures.get() > 0, "a poll that fails");
            assertEquals("Bad file descriptor", told.get(0).getMessage());
            assertEquals(1, told.size());
            link.makeReadable();
            backend.waitsFail = false;
            Loops.await(served);
            assertEquals(1, told.size());
            backend.waitsFail = true;
            Loops.until(() -> told.size() == 2, "the next failure to be told");
        }
    }

    /** The source is closed while the poll that fails is under way. */
    @Test
    default void aPollThatFailsBesideTheClosingIsNotToldAgain() throws Exception {
        FailingBackend backend = new FailingBackend(fixture().backend());
        List<Throwable> told = new CopyOnWriteArrayList<>();
        EventLoop loop =
                over(backend).onException((it, thrown) -> told.add(thrown)).start();
        backend.waitsFail = true;
        Loops.settle(loop);
        Loops.until(() -> backend.failures.get() >= 2 && !told.isEmpty(), "polls that fail");
        AtomicReference<Companion<Void>> closing = new AtomicReference<>();
        backend.beforeFailing = () -> {
            if (closing.get() == null) {
                closing.set(Companion.running(loop::closeNow));
                Loops.until(() -> !loop.source().isOpen(), "the closing");
            }
        };
        Loops.until(loop::isTerminated, "the end");
        closing.get().join();
        assertEquals(1, told.size(), told::toString);
    }

    @Test
    default void aLoopThatCannotPollIsIdleAndCanBeClosed() throws IOException {
        for (boolean orderly : new boolean[] {true, false}) {
            FailingBackend backend = new FailingBackend(fixture().backend());
            try (LogLines log = LogLines.of("dev.vigil.loop")) {
                EventLoop loop = over(backend).start();
                backend.waitsFail = true;
                backend.closingFails = true;
                Loops.settle(loop);
                Loops.until(() -> backend.failures.get() >= 8, "polls that fail");
                // Of pauses that double from 1 ms these eight took 127 ms.
                int failures = backend.failures.get();
                assertTrue(failures < 1000, "polls that failed: " + failures);
                if (!orderly) {
                    loop.closeNow();
                }
                loop.close();
                assertTrue(loop.isTerminated());
                assertEquals(
                        List.of("loop failing goes on after an exception", "closing the source of loop failing"),
                        log.lines());
            }
        }
    }

    @Test
    default void aLoopWhosePollsFailForGoodEnds() throws IOException {
        FailingBackend backend = new FailingBackend(fixture().backend());
        try (LogLines log = LogLines.of("dev.vigil.loop")) {
            EventLoopBuilder builder = over(backend);
            builder.patience = Duration.ofMillis(10);
            EventLoop loop = builder.start();
            backend.waitsFail = true;
            Loops.settle(loop);
            Loops.until(loop::isTerminated, "the end");
            assertEquals(
                    List.of("loop failing goes on after an exception", "loop failing ends, since it can poll no more"),
                    log.lines());
        }
    }
}
