package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A second thread of a test. What it throws, the test gets when it waits for the end. */
public final class Companion<T> {
    private static final long SAMPLE_NANOS = 1_000_000;
    private static final int SAMPLES = 3;

    /** What the thread does, when it has nothing to tell. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does it.
         *
         * @throws Exception to be seen by the test
         */
        void run() throws Exception;
    }

    private final FutureTask<T> task;
    private final Thread thread;

    private Companion(Callable<T> body) {
        task = new FutureTask<>(body);
        thread = new Thread(task, "companion");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a thread that comes back with something. */
    public static <T> Companion<T> calling(Callable<T> body) {
        return new Companion<>(body);
    }

    /** Starts a thread. */
    public static Companion<Void> running(Body body) {
        return new Companion<>(() -> {
            body.run();
            return null;
        });
    }

    /** The thread itself. */
    public Thread thread() {
        return thread;
    }

    /** Whether it has ended, well or not. */
    public boolean isDone() {
        return task.isDone();
    }

    /** Waits until it has ended. Throws what it threw. */
    public T join() throws Exception {
        try {
            return task.get(Polling.LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("the companion did not end within " + Polling.LIMIT);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    /** Waits until it is blocked inside a poll: in native code, or parked. */
    public Companion<T> awaitBlocked() {
        int samples = 0;
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (samples < SAMPLES) {
            assertTrue(System.nanoTime() < end, "the companion does not block");
            assertTrue(!isDone(), "the companion has ended instead of blocking");
            samples = isBlockedInPoll() ? samples + 1 : 0;
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
        return this;
    }

    private boolean isBlockedInPoll() {
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length == 0 || !stack[0].isNativeMethod()) {
            return false;
        }
        for (StackTraceElement frame : stack) {
            if (frame.getMethodName().equals("poll") && frame.getClassName().startsWith("dev.vigil.")) {
                return true;
            }
        }
        return false;
    }

    /** Waits for something that another thread does. */
    public static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("did not happen within " + Polling.LIMIT + ": " + what);
            }
            LockSupport.parkNanos(SAMPLE_NANOS / 10);
        }
    }
}
