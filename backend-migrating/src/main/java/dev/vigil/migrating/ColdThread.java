package dev.vigil.migrating;

import dev.vigil.spi.MechanismFailedException;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A cold set, and the thread that waits on it and does nothing else. When a wait has brought something the thread lends the set
 * to whoever polls the source, and sleeps until it is given back: what it could find meanwhile nobody could deliver.
 *
 * <p>All that is not made for several threads, the batch first of all, goes with the flag {@link #lent}: the cold thread's while
 * it is down, the polling thread's while it is up.
 */
final class ColdThread implements Runnable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final long JOIN_MILLIS = 50;

    final ColdSet set;
    private final int number;
    private final Lending lending;
    private final Thread thread;
    private volatile boolean lent;
    private volatile boolean closing;

    /** What the last wait threw, or null: what the system refused, memory among it, it may give the next time. With the flag. */
    private Throwable error;

    /** Why the thread is dead, or null. With the flag, which then stays up. */
    private Throwable death;

    /** What the thread has used from the end of one wait to the end of the next. With the flag. */
    private long nanos;

    /** Whether the set holds descriptors whose events are on their way to the handlers. With the flag. */
    private boolean anyStay;

    ColdThread(ColdSet set, int number, Lending lending) {
        this.set = set;
        this.number = number;
        this.lending = lending;
        thread = new Thread(this, "vigil-cold-" + NUMBERS.incrementAndGet());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            long before = ProcessorTime.now();
            while (!closing) {
                set.clearForAll();
                // Interrupts are for the application's threads. One that lingers here would keep a Selector from
                // blocking.
                Thread.interrupted();
                set.enterWait();
                try {
                    set.mechanism.await(set.batch, Timeouts.FOREVER);
                } catch (MechanismFailedException e) {
                    throw e;
                } catch (IOException | OutOfMemoryError e) {
                    error = e;
                } finally {
                    set.leaveWait();
                }
                long now = ProcessorTime.now();
                nanos = ProcessorTime.between(before, now);
                before = now;
                if ((set.left() > 0 || error != null) && !closing) {
                    lend();
                    awaitReturn();
                }
            }
        } catch (Throwable e) {
            death = e;
            lend();
        }
    }

    /** The flag first: whoever sees the bit owns the set. */
    private void lend() {
        lent = true;
        lending.lent(number);
    }

    private void awaitReturn() {
        while (lent && !closing) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    /** Gives the set back. For the polling thread. The bit first: with the flag down the thread may lend again at once. */
    void giveBack() {
        anyStay = false;
        lending.givingBack(number);
        lent = false;
        LockSupport.unpark(thread);
    }

    /** Looks at the set, and tells whether there are events. For the polling thread, while the set is lent. */
    boolean lookAgain() throws IOException {
        anyStay = false;
        nanos = 0;
        set.clearForAll();
        set.mechanism.await(set.batch, 0);
        return set.left() > 0;
    }

    /** Notes whether a descriptor whose event was taken stays in the set. For the polling thread, while the set is lent. */
    void noteStay(boolean stays) {
        anyStay |= stays;
    }

    boolean anyStay() {
        return anyStay;
    }

    /** What the cold thread used to bring what it has lent. For the polling thread, while the set is lent. */
    long nanos() {
        return nanos;
    }

    /**
     * What the wait threw, once, or null. For the polling thread, while the set is lent.
     *
     * @throws MechanismFailedException if the thread is dead
     */
    Throwable takeError() throws MechanismFailedException {
        if (death != null) {
            throw new MechanismFailedException(
                    "the thread " + thread.getName() + " that waits on the cold side has died: " + death, death);
        }
        Throwable thrown = error;
        error = null;
        return thrown;
    }

    void stop() {
        closing = true;
        set.mechanism.wake();
        LockSupport.unpark(thread);
    }

    /** Waits until the thread is gone, whatever it takes: its set is about to be closed. */
    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                stop();
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
