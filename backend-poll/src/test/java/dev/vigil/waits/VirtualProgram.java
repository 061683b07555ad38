package dev.vigil.waits;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.wait.Waits;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads on two carriers. What goes wrong ends it with an exception; it prints "well" otherwise. */
public final class VirtualProgram {
    private static final Duration LONG = Duration.ofSeconds(60);

    private VirtualProgram() {}

    private static <T> Running<T> start(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        // Compiled for releases that have none.
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return new Running<>((Thread) start.invoke(null, task), task);
    }

    private record Running<T>(Thread thread, FutureTask<T> task) {
        T get() throws Exception {
            return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void untilWaiting(int count) {
        long end = System.nanoTime() + LONG.toNanos();
        while (Waits.waiting() != count) {
            if (System.nanoTime() > end) {
                throw new AssertionError(Waits.waiting() + " wait, and not " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    public static void main(String[] arguments) throws Exception {
        allGetInAndOthersRun(Integer.parseInt(arguments[0]));
        interruptsAndTimeoutsEnd();
        closingEnds();
        theWatchingEnds();
        System.out.println("well");
    }

    /** Far more than carriers wait at once, and one that has nothing to do with them runs. */
    private static void allGetInAndOthersRun(int count) throws Exception {
        List<PipeEnds> pipes = new ArrayList<>();
        List<Running<Readiness>> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PipeEnds pipe = Descriptors.pipe();
            pipes.add(pipe);
            waits.add(start(() -> EventSource.await(pipe.readEnd(), Interest.READ, LONG)));
        }
        untilWaiting(count);
        check(start(() -> "ran").get().equals("ran"), "another thread did not run");
        for (PipeEnds pipe : pipes) {
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
        }
        for (Running<Readiness> wait : waits) {
            check(wait.get().isReadable(), "a wait ended with something else");
        }
        for (PipeEnds pipe : pipes) {
            pipe.close();
        }
        untilWaiting(0);
        check(Waits.watched() == 0, Waits.watched() + " are watched, and all are closed");
    }

    private static void interruptsAndTimeoutsEnd() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe()) {
            List<Running<Boolean>> waits = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waits.add(start(() -> EventSource.await(pipe.readEnd(), Interest.READ, LONG) == Readiness.NONE
                        && Thread.interrupted()));
            }
            untilWaiting(100);
            for (Running<Boolean> wait : waits) {
                wait.thread().interrupt();
            }
            for (Running<Boolean> wait : waits) {
                check(wait.get(), "an interrupt was lost");
            }
            Running<Long> late = start(() -> {
                long start = System.nanoTime();
                check(
                        EventSource.await(pipe.readEnd(), Interest.READ, Duration.ofMillis(20)) == Readiness.NONE,
                        "something was seen");
                return System.nanoTime() - start;
            });
            check(late.get() >= 20_000_000, "it was early");
            untilWaiting(0);
            check(Waits.watched() == 0, "something is still watched");
        }
    }

    private static void closingEnds() throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        Running<Readiness> wait = start(() -> EventSource.await(pipe.readEnd(), Interest.READ, LONG));
        untilWaiting(1);
        pipe.close();
        try {
            wait.get();
            throw new AssertionError("closing did not end it");
        } catch (ExecutionException e) {
            check(e.getCause() instanceof AsynchronousCloseException, e.toString());
        }
    }

    /** Once nobody waits, the thread goes, and comes back with the next one. */
    private static void theWatchingEnds() throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (Waits.watching() > 0) {
            check(System.nanoTime() < end, "it still watches");
            LockSupport.parkNanos(1_000_000);
        }
        try (PipeEnds pipe = Descriptors.pipe()) {
            Running<Readiness> wait = start(() -> EventSource.await(pipe.readEnd(), Interest.READ, LONG));
            untilWaiting(1);
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
            check(wait.get().isReadable(), "the second time it did not work");
        }
    }
}
