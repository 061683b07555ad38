package dev.vigil.loop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a loop, for those who wait for it. */
final class EndLatch {
    private final CountDownLatch ended = new CountDownLatch(1);

    void open() {
        ended.countDown();
    }

    boolean isOpen() {
        return ended.getCount() == 0;
    }

    /** Waits for the end at most so long; true if it has come. An interrupt is kept for later. */
    boolean await(long nanos) {
        boolean interrupted = false;
        long end = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    return ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
