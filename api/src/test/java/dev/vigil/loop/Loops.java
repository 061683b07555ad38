package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.contract.Polling;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** How tests wait for loops. */
public final class Loops {
    private Loops() {}

    /** Waits for a latch, or fails. */
    public static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS), "did not come in time");
        } catch (InterruptedException e) {
            throw new AssertionError("a test thread is not interrupted", e);
        }
    }

    /** Looks again and again until a condition holds that nobody reports, or fails. */
    public static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("did not come within " + Polling.LIMIT + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until everything handed in to a loop by now has run. */
    public static void settle(EventLoop loop) {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(done::countDown);
        await(done);
    }

    /** Waits for the threads whose names begin so to end. */
    public static void join(String name) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(name)) {
                try {
                    thread.join(Polling.LIMIT.toMillis());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Runs something on the loop's thread and returns what it returns. */
    public static <T> T call(EventLoop loop, ThrowingSupplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(Polling.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Does something while a loop is busy with a task. */
    public static void whileHeld(EventLoop loop, ThrowingRunnable work) throws IOException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> {
            entered.countDown();
            await(release);
        });
        await(entered);
        try {
            work.run();
        } finally {
            release.countDown();
        }
    }

    /** What may fail as the system does. */
    @FunctionalInterface
    public interface ThrowingRunnable {
        void run() throws IOException;
    }
}
