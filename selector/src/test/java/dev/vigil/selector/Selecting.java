package dev.vigil.selector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A thread that selects. */
final class Selecting {
    private Selecting() {}

    /** Selects on a thread of its own, and returns when that is blocked. */
    static CompletableFuture<Integer> in(Selector selector) {
        CompletableFuture<Integer> selection = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        selection.complete(selector.select());
                    } catch (IOException e) {
                        selection.completeExceptionally(new UncheckedIOException(e));
                    } catch (RuntimeException | Error e) {
                        selection.completeExceptionally(e);
                    }
                },
                "selecting");
        thread.setDaemon(true);
        thread.start();
        awaitBlocked(thread);
        return selection;
    }

    /** Waits until a thread sits in the call that blocks. To the JVM it runs there, so its stack is asked. */
    static void awaitBlocked(Thread thread) {
        while (!isWaiting(thread)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isWaiting(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("blockUntil")) {
                return true;
            }
        }
        return !thread.isAlive();
    }
}
