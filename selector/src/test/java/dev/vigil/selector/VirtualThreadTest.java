package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Polling;
import dev.vigil.selector.Over.EachBackend;
import java.lang.reflect.Method;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** Selections on virtual threads. */
@EnabledForJreRange(
        minVersion = 24,
        disabledReason = "before JDK 24 a virtual thread keeps its carrier while it holds a monitor")
class VirtualThreadTest {
    private static <T> FutureTask<T> start(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        // Compiled for releases that have none.
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        start.invoke(null, task);
        return task;
    }

    private static <T> T get(FutureTask<T> task) throws Exception {
        return task.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @EachBackend
    void aSelectionHoldsNoCarrier(String backend) throws Exception {
        int more = Runtime.getRuntime().availableProcessors() * 2 + 2;
        List<Selector> selectors = new ArrayList<>();
        List<FutureTask<Integer>> selections = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(more);
        for (int i = 0; i < more; i++) {
            Selector selector = Over.open(backend);
            selectors.add(selector);
            selections.add(start(() -> {
                begun.countDown();
                return selector.select();
            }));
        }
        assertTrue(begun.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), "some carriers are held");
        assertEquals("ran", get(start(() -> "ran")));
        for (Selector selector : selectors) {
            selector.wakeup();
        }
        for (FutureTask<Integer> selection : selections) {
            assertEquals(0, get(selection));
        }
        for (Selector selector : selectors) {
            selector.close();
        }
    }

    @EachBackend
    void aSelectionOnAVirtualThreadEndsByAnEvent(String backend) throws Exception {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, SelectionKey.OP_READ);
            for (int i = 0; i < 20; i++) {
                FutureTask<Integer> selection = start(selector::select);
                link.send(1);
                assertEquals(1, get(selection));
                selector.selectedKeys().clear();
                link.drain();
            }
        }
    }

    @EachBackend
    void aSelectionOnAVirtualThreadEndsByItsTimeout(String backend) throws Exception {
        try (Selector selector = Over.open(backend)) {
            long took = get(start(() -> {
                long start = System.nanoTime();
                assertEquals(0, selector.select(20));
                return System.nanoTime() - start;
            }));
            assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(20), () -> "after " + took + " ns");
        }
    }

    @EachBackend
    void aSelectionOnAVirtualThreadEndsByAnInterruptWhichStays(String backend) throws Exception {
        try (Selector selector = Over.open(backend)) {
            CountDownLatch begun = new CountDownLatch(1);
            Thread[] virtual = new Thread[1];
            FutureTask<Boolean> selection = start(() -> {
                virtual[0] = Thread.currentThread();
                begun.countDown();
                selector.select();
                return Thread.currentThread().isInterrupted();
            });
            begun.await();
            virtual[0].interrupt();
            assertTrue(get(selection));
        }
    }

    @EachBackend
    void closingEndsASelectionOnAVirtualThread(String backend) throws Exception {
        Selector selector = Over.open(backend);
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Object> selection = start(() -> {
            begun.countDown();
            try {
                return selector.select();
            } catch (ClosedSelectorException e) {
                return 0; // it was closed before it began
            }
        });
        begun.await();
        selector.close();
        assertEquals(0, get(selection));
    }
}
