package dev.vigil.selector;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a platform thread in place of a virtual one, which meanwhile gives its carrier to others.
 *
 * <p>The virtual thread holds monitors of the selector. {@link Object#wait} lets go of the carrier all the same from JDK 24 on, and on 21 to 23
 * has another carrier started for the time of the wait; parking would do only the first.
 */
final class VirtualWait implements Runnable {
    private static final long KEEP_ALIVE_SECONDS = 10;

    /** As many threads as virtual threads wait at once; they are used again. */
    private static final Executor PLATFORM_THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "vigil-selector-wait", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private final Waiter waiter;
    private long nanos;
    private boolean over;
    private Throwable failure;

    VirtualWait(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Fills the batch as {@link Waiter#block} does. Only for the virtual thread that selects. */
    synchronized void await(long time) throws IOException {
        nanos = time;
        over = false;
        failure = null;
        PLATFORM_THREADS.execute(this);
        boolean interrupted = false;
        while (!over) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                waiter.wake();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow(failure);
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw new IOException("waiting for a virtual thread failed: " + e.getMessage(), e);
        }
        if (failure != null) {
            throw new IllegalStateException("waiting for a virtual thread failed", failure);
        }
    }

    @Override
    public void run() {
        Throwable thrown = null;
        try {
            waiter.block(nanos);
        } catch (IOException | RuntimeException | Error e) {
            thrown = e;
        } finally {
            end(thrown);
        }
    }

    private synchronized void end(Throwable thrown) {
        failure = thrown;
        over = true;
        notifyAll();
    }
}
