package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that polls until a ghost comes to its batch so often that a rebuild is due, and stops in the handler before it. */
final class HauntedThread implements EventHandler {
    /** So often a ghost comes before it is taken for one. */
    private static final int HAUNTED = 8;

    private final Thread thread;
    private final CountDownLatch inBatch = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int looks;
    private volatile boolean left;

    HauntedThread(EventSource source) {
        thread = new Thread(() -> {
            while (looks < HAUNTED) {
                try {
                    source.pollNow();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) {
        if (Thread.currentThread() == thread && ++looks == HAUNTED) {
            inBatch.countDown();
            await(goOn);
            left = true;
        }
    }

    void start() {
        thread.start();
    }

    void awaitBatch() {
        await(inBatch);
    }

    /** Lets it go on, and waits until it waits for the control locks. */
    void goOnIntoTheRebuild() {
        goOn.countDown();
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (thread.isAlive() && (!left || thread.getState() == Thread.State.RUNNABLE)) {
            assertTrue(System.nanoTime() - end < 0, "the rebuild neither waits nor ends");
            Thread.onSpinWait();
        }
    }

    void join() throws InterruptedException {
        thread.join(Polling.LIMIT.toMillis());
        assertFalse(thread.isAlive());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError("a test thread is not interrupted", e);
        }
    }
}
