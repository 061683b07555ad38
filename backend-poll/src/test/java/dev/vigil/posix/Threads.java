package dev.vigil.posix;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Work on a thread of its own. */
final class Threads {

    /** How long a test waits for another thread before it is called broken. */
    private static final long LIMIT_SECONDS = 60;

    private Threads() {}

    static <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "test");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** What the work gave, waiting for it. */
    static <T> T result(CompletableFuture<T> work) throws Exception {
        return work.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
