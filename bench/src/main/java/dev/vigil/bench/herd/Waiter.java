package dev.vigil.bench.herd;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** A thread that waits. The counters are written by it alone. */
final class Waiter extends Thread {
    private static final long STACK = 256 * 1024;

    final AtomicLong accepted = new AtomicLong();
    final AtomicLong wakeUps = new AtomicLong();
    final AtomicLong futile = new AtomicLong();
    final AtomicLong dealt = new AtomicLong();
    final EventSource source;
    volatile boolean busy;
    int unrotated;

    Waiter(EventSource source, int number) {
        super(null, null, "waiter-" + number, STACK);
        this.source = source;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (true) {
                busy = false;
                source.poll();
                busy = true;
                wakeUps.incrementAndGet();
                takeDealt();
            }
        } catch (ClosedEventSourceException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was dealt to this waiter is its own by now. */
    private void takeDealt() {
        long count = dealt.getAndSet(0);
        if (count > 0) {
            accepted.addAndGet(count);
        }
    }
}
