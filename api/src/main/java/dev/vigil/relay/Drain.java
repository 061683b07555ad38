package dev.vigil.relay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** That the last pair of a closed relay has ended: happens once, and can be waited for. */
final class Drain {
    private final CountDownLatch reached = new CountDownLatch(1);

    void reach() {
        reached.countDown();
    }

    /** Waits for it at most so long; an interrupt is kept for later. */
    boolean await(long nanos) {
        boolean interrupted = false;
        // Half of what a long holds, so that no sum and no difference overflows: 146 years.
        long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
        try {
            while (true) {
                try {
                    return reached.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
