package dev.vigil.selector;

import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Timeouts;
import dev.vigil.wait.VirtualThreads;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wait of a selector, and what ends it.
 *
 * <p>A wake-up is a flag, and a call of the mechanism only if a thread is blocked in it. Who wakes sets the flag, then looks whether
 * somebody is blocked; who waits says that it blocks, then looks at the flag: one of the two sees the other. The flag is taken
 * back when the wait is over and before anything that it found is handed on, so a wake-up that comes later is for the next
 * selection.
 */
final class Waiter {
    /** After so many blocking waits at most, the next one looks once without blocking. */
    private static final int MOST_WAITS_PER_LOOK = 64;

    /** From this JDK on a virtual thread that is parked gives its carrier back whatever monitors it holds, such as a selector's. */
    private static final boolean PARKS_WITH_MONITORS = Runtime.version().feature() >= 24;

    private final VigilSelector selector;
    private final Backend backend;
    private final Mechanism mechanism;
    private final Batch batch;
    private final Ghosts ghosts;
    private final Counters counters;
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Whether a thread is, or is about to be, blocked in the mechanism. */
    private volatile boolean blocked;

    private final Object waking = new Object();

    /** Whether the mechanism may be woken no longer. Guarded by {@link #waking}. */
    private boolean closed;

    /** Waits in place of virtual threads. Made for the first of them. */
    private VirtualWait virtual;

    /**
     * Whether to look once before blocking. A look needs no wait-queue entries, no interrupt hook and no clock, so under load it is
     * the whole wait. It is in vain when load is light: then it is tried again after 1, 2, 4, ... 64 blocking waits.
     */
    private boolean lookFirst = true;

    private int waitsPerLook = 1;
    private int waitsSinceLook;

    Waiter(
            VigilSelector selector,
            Backend backend,
            Mechanism mechanism,
            Batch batch,
            Ghosts ghosts,
            Counters counters) {
        this.selector = selector;
        this.backend = backend;
        this.mechanism = mechanism;
        this.batch = batch;
        this.ghosts = ghosts;
        this.counters = counters;
    }

    /** Fills the batch: waits until a key has an event, the time is over, somebody wakes, or the thread is interrupted. */
    void await(long nanos) throws IOException {
        if (nanos == 0 || woken.get()) {
            look();
            takeWakeUp();
            return;
        }
        if (VirtualThreads.isCurrent()) {
            awaitOnVirtualThread(nanos);
            return;
        }
        if (lookFirst) {
            look();
            if (selector.hasEvents()) {
                waitsPerLook = 1;
                takeWakeUp();
                return;
            }
            lookFirst = false;
            waitsSinceLook = 0;
            waitsPerLook = Math.min(waitsPerLook * 2, MOST_WAITS_PER_LOOK);
        }
        block(nanos);
        if (batch.size() > 0) {
            lookFirst = ++waitsSinceLook >= waitsPerLook;
        }
    }

    /** The wait itself holds the thread that makes it, and the carrier with it. */
    private void awaitOnVirtualThread(long nanos) throws IOException {
        look();
        if (selector.hasEvents()) {
            takeWakeUp();
            return;
        }
        OptionalInt set = PARKS_WITH_MONITORS ? mechanism.fd() : OptionalInt.empty();
        if (set.isPresent()) {
            park(set.getAsInt(), nanos < 0 ? Long.MAX_VALUE : nanos);
            return;
        }
        if (virtual == null) {
            virtual = new VirtualWait(this);
        }
        virtual.await(nanos);
    }

    /** Where the mechanism waits on a descriptor of its own, somebody else can watch that. */
    private void park(int set, long nanos) throws IOException {
        long start = System.nanoTime();
        long left = nanos;
        ghosts.selectionBegins();
        blocked = true;
        try {
            while (left > 0 && !woken.get() && !Thread.currentThread().isInterrupted()) {
                Waits.park(backend, set, Interest.READ, left, () -> !woken.get());
                look();
                if (selector.hasEvents()) {
                    return;
                }
                ghosts.waitedInVain();
                left = nanos - (System.nanoTime() - start);
            }
        } finally {
            blocked = false;
            takeWakeUp();
        }
    }

    private void look() throws IOException {
        batch.clear();
        counters.waited();
        mechanism.await(batch, 0);
    }

    /** Waits on the current thread. */
    void block(long nanos) throws IOException {
        // Otherwise the mechanism says itself that it may block, and two could not.
        boolean hooked = !mechanism.handlesInterrupt();
        if (hooked) {
            selector.beginBlocking();
        }
        try {
            blockUntil(nanos);
        } finally {
            if (hooked) {
                selector.endBlocking();
            }
            takeWakeUp();
        }
    }

    private void blockUntil(long nanos) throws IOException {
        boolean forever = nanos < 0;
        long end = forever ? 0 : System.nanoTime() + nanos;
        long left = nanos;
        ghosts.selectionBegins();
        while (true) {
            batch.clear();
            counters.waited();
            blocked = true;
            try {
                mechanism.await(batch, woken.get() ? 0 : left);
            } finally {
                blocked = false;
            }
            if (selector.hasEvents() || woken.get() || Thread.currentThread().isInterrupted()) {
                return;
            }
            // A signal, a wake-up that came late, an event of a key that is no longer asked for anything, or a ghost.
            if (!forever) {
                left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
            } else {
                left = Timeouts.FOREVER;
            }
            ghosts.waitedInVain();
        }
    }

    private void takeWakeUp() {
        if (woken.get()) {
            woken.set(false);
        }
    }

    /** Ends the wait in progress, or the next one. Silent once closed. */
    void wake() {
        if (woken.get() || !woken.compareAndSet(false, true)) {
            return;
        }
        counters.woken();
        if (blocked) {
            synchronized (waking) {
                if (!closed) {
                    mechanism.wake();
                }
            }
        }
    }

    /** Frees the mechanism. No thread is in it, and none will come. */
    void close() {
        synchronized (waking) {
            closed = true;
        }
        mechanism.close();
    }
}
