package dev.vigil.bench.herd;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** A thread that waits. */
final class Waiter extends Thread {
    private static final long STACK = 256 * 1024;

    /** As an acceptor does: when connections come more slowly than this, each is followed by a rotation. */
    private static final long SLOW_NANOS = 100_000;

    final EventSource source;
    final Tally tally;
    private final AtomicLong dealt = new AtomicLong();
    private long unrotated;
    private long rotated;

    Waiter(EventSource source, Tally tally, int number) {
        super(null, null, "waiter-" + number, STACK);
        this.source = source;
        this.tally = tally;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            tally.begin();
            while (true) {
                tally.waits();
                source.poll();
                tally.returned();
                takeDealt();
            }
        } catch (ClosedEventSourceException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives this waiter a connection. */
    void deal() {
        dealt.incrementAndGet();
        source.wakeup();
    }

    private void takeDealt() {
        long count = dealt.getAndSet(0);
        if (count > 0) {
            tally.accepted(count);
        }
    }

    /** After an accept: goes to the back of the queue when that is due, and tells whether it did. */
    boolean rotate(Registration registration, int every) throws IOException {
        unrotated++;
        if (unrotated < every && System.nanoTime() - rotated < SLOW_NANOS) {
            return false;
        }
        unrotated = 0;
        rotated = System.nanoTime();
        registration.rotate();
        return true;
    }
}
