package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Polling;
import dev.vigil.selector.Over.EachBackend;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Wake-ups and interrupts. */
class WakeUpTest {
    private static final int READ = SelectionKey.OP_READ;

    @EachBackend
    void aWakeUpEndsTheSelectionInProgress(String backend) throws Exception {
        try (Selector selector = Over.open(backend)) {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Integer> selection = Selecting.in(selector);
                selector.wakeup();
                assertEquals(0, selection.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        }
    }

    @EachBackend
    void wakeUpsBetweenSelectionsEndOneOfThem(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            for (int i = 0; i < 20; i++) {
                selector.wakeup();
                selector.wakeup();
                assertEquals(0, selector.select());
                long start = System.nanoTime();
                assertEquals(0, selector.select(5));
                assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(5), "the second one ended too");
            }
        }
    }

    @EachBackend
    void selectNowTakesAWakeUpBack(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            selector.wakeup();
            assertEquals(0, selector.selectNow());
            long start = System.nanoTime();
            assertEquals(0, selector.select(5));
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(5), "the wake-up was still there");
        }
    }

    @EachBackend
    void aWokenSelectionReportsWhatIsReady(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, SelectionKey.OP_WRITE);
            selector.wakeup();
            assertEquals(1, selector.select());
        }
    }

    @EachBackend
    void anInterruptEndsASelectionAndStays(String backend) throws Exception {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, READ);
            Thread.currentThread().interrupt();
            assertEquals(0, selector.select());
            assertTrue(Thread.interrupted());
            assertEquals(0, selector.select(5));

            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    selector.select();
                    interrupted.complete(Thread.currentThread().isInterrupted());
                } catch (IOException e) {
                    interrupted.completeExceptionally(e);
                }
            });
            thread.start();
            Selecting.awaitBlocked(thread);
            thread.interrupt();
            assertTrue(interrupted.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
            thread.join();
            assertTrue(selector.isOpen());
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @EachBackend
    void eachOfManyWakeUpsEndsASelectionThatBeginsBeforeIt(String backend) throws Exception {
        int rounds = 2_000;
        try (Selector selector = Over.open(backend)) {
            CompletableFuture<Void> selecting = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < rounds; i++) {
                        selector.select();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            while (!selecting.isDone()) {
                selector.wakeup();
                Thread.onSpinWait();
            }
            selecting.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
