package dev.vigil.spi;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The place of one polling thread: its batch, its counters, and the loop from wait to handler.
 *
 * <p>Its whereabouts say where the thread is. They are set to BLOCKED with a full fence before the pending wake-up, the call out,
 * events left behind and the closing are looked at, and whoever sets one of those looks at the whereabouts after it: one of the
 * two sees the other. A thread that comes out of the mechanism takes the pending wake-up, since it may have taken what the
 * mechanism was woken with.
 */
final class Poller implements Runnable {
    private static final int FREE = 0;
    private static final int RUNNING = 1;
    private static final int LOOKING = 2;
    private static final int BLOCKED = 3;

    /** After so many blocking waits at most, the next poll looks once without blocking. */
    private static final int MOST_WAITS_PER_LOOK = 64;

    /** How long a poll pauses when a ghost ends each of its waits at once, and the system refuses the rebuild that would end it. */
    private static final long GHOST_NANOS = 1_000_000;

    /** How long to leave a thread that is called out before it is called again. */
    private static final long CALL_NANOS = 20_000;

    /** A wait that is longer than this came for want of events. A shorter one may be due to other threads. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final VarHandle WHEREABOUTS;

    static {
        try {
            WHEREABOUTS = MethodHandles.lookup().findVarHandle(Poller.class, "whereabouts", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Batch batch;
    final Dispatcher dispatcher;
    final AtomicLong polls = new AtomicLong();
    final AtomicLong waits = new AtomicLong();
    final AtomicLong empty = new AtomicLong();
    final AtomicLong idleNanos = new AtomicLong();

    /** Whether the place was given up with events in the batch. */
    volatile boolean hasLeftOvers;

    /** Whether the thread is to come out of the mechanism: it was interrupted, or somebody left events for it. */
    volatile boolean called;

    /** Whether the thread queues behind the one that is in the mechanism. */
    volatile boolean following;

    private final OpenState state;
    private final Mechanism mechanism;
    private final Turnstile turnstile;
    private final WakeUps wakeUps;
    private final Pollers pollers;
    private final long spinNanos;
    private final InterruptHook hook;

    private volatile int whereabouts = FREE;
    private Thread owner;

    /** What the mechanism of this source threw when it could not go on. Handlers may throw the like of other sources. */
    private MechanismFailedException failure;

    /**
     * Whether to look once before blocking. A look costs no wait-queue entries, no interrupt hook and no clock, so under load
     * it is the whole poll. It is in vain when load is light: then it is tried again after 1, 2, 4, ... 64 blocking waits.
     */
    private boolean lookFirst = true;

    private int waitsPerLook = 1;
    private int waitsSinceLook;

    /** Makes a place that nobody has taken yet. The turnstile is null where the mechanism takes many waiters. */
    Poller(
            OpenState state,
            Mechanism mechanism,
            Turnstile turnstile,
            WakeUps wakeUps,
            Pollers pollers,
            Dispatcher dispatcher,
            long spinNanos) {
        this.state = state;
        this.mechanism = mechanism;
        this.turnstile = turnstile;
        this.wakeUps = wakeUps;
        this.pollers = pollers;
        this.dispatcher = dispatcher;
        this.batch = dispatcher.batch;
        this.spinNanos = spinNanos;
        this.hook = mechanism.handlesInterrupt() ? null : new InterruptHook(this);
    }

    boolean take(Thread me) {
        if (whereabouts != FREE || !WHEREABOUTS.compareAndSet(this, FREE, RUNNING)) {
            return false;
        }
        owner = me;
        return true;
    }

    void release(boolean withEvents) {
        owner = null;
        hasLeftOvers = withEvents;
        WHEREABOUTS.setRelease(this, FREE);
    }

    /** Only the thread itself writes itself here, so a thread that asks about itself needs no fence. */
    boolean isOwnedBy(Thread thread) {
        return owner == thread;
    }

    Thread owner() {
        return owner;
    }

    boolean hasFailedWith(MechanismFailedException thrown) {
        return thrown == failure;
    }

    boolean isBlocked() {
        return whereabouts == BLOCKED;
    }

    boolean isInside() {
        return whereabouts >= LOOKING;
    }

    /** Called by the interrupt hook. */
    @Override
    public void run() {
        callOut();
    }

    /** Calls the thread out of the mechanism: it is to look around, or to come for events. */
    void callOut() {
        called = true;
        if (whereabouts == BLOCKED) {
            wakeUps.wake();
        }
    }

    /** Calls the thread out of the mechanism and waits until it has left, if only to come back. */
    void callOutAndWait() {
        long wait = waits.get();
        while (isInside() && waits.get() == wait) {
            callOut();
            LockSupport.parkNanos(this, CALL_NANOS);
        }
    }

    /** Has the descriptor of the source tell of left-over events, if somebody may be watching it. */
    void tellOfLeftOvers() {
        wakeUps.tellOfLeftOvers();
    }

    /** One poll: from the wait to the last handler of the batch. */
    int poll(long nanos) throws IOException {
        count(polls, 1);
        int handled = runHandlers();
        if (handled == 0) {
            handled = waitAndDispatch(nanos);
        }
        if (handled == 0) {
            count(empty, 1);
        }
        state.require();
        return handled;
    }

    private int waitAndDispatch(long nanos) throws IOException {
        if (wakeUps.take() || nanos == 0 || owner.isInterrupted()) {
            look();
            wakeUps.take();
            return runHandlers();
        }
        if (lookFirst) {
            look();
            boolean woken = wakeUps.take();
            int handled = runHandlers();
            if (handled > 0) {
                waitsPerLook = 1;
                return handled;
            }
            if (woken) {
                return 0;
            }
            lookFirst = false;
            waitsSinceLook = 0;
            waitsPerLook = Math.min(waitsPerLook * 2, MOST_WAITS_PER_LOOK);
        }
        return block(nanos);
    }

    private int block(long nanos) throws IOException {
        long now = System.nanoTime();
        boolean forever = nanos < 0 || nanos == Long.MAX_VALUE;
        long end = now + nanos;
        long spinEnd = now + spinNanos;
        while (true) {
            state.require();
            if (pollers.hasLeftOvers()) {
                int handled = pollers.serveLeftOvers(owner);
                if (handled > 0) {
                    return handled;
                }
            }
            long left = forever ? Timeouts.FOREVER : end - now;
            if (!forever && left <= 0) {
                return 0;
            }
            if (now - spinEnd < 0) {
                look();
                Thread.onSpinWait();
            } else {
                fetch(left);
            }
            long before = now;
            now = System.nanoTime();
            count(idleNanos, now - before);
            if (now - before > PAUSE_NANOS) {
                dispatcher.paused();
            }
            // Before the handlers run: a wake-up that one of them asks for is meant for the next poll.
            boolean woken = wakeUps.take();
            int handled = runHandlers();
            if (handled > 0) {
                lookFirst = ++waitsSinceLook >= waitsPerLook;
                return handled;
            }
            if (woken || owner.isInterrupted()) {
                return 0;
            }
            if (dispatcher.metGhost()) {
                LockSupport.parkNanos(this, forever ? GHOST_NANOS : Math.min(GHOST_NANOS, end - now));
                now = System.nanoTime();
            }
        }
    }

    /** Runs the handlers of what was fetched: that is a turn, at whose end all that they changed is the mechanism's. */
    private int runHandlers() throws IOException {
        if (!batch.hasNext()) {
            return 0;
        }
        mechanism.turnBegins();
        int handled;
        try {
            handled = dispatcher.dispatch();
        } catch (Throwable e) {
            endTurn(e);
            throw e;
        }
        mechanism.turnEnds();
        return handled;
    }

    private void endTurn(Throwable thrown) {
        try {
            mechanism.turnEnds();
        } catch (IOException | RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    /** Asks the mechanism without waiting. */
    private void look() throws IOException {
        batch.clear();
        if (turnstile != null && !turnstile.tryEnter(owner)) {
            return;
        }
        WHEREABOUTS.setVolatile(this, LOOKING);
        try {
            state.require();
            count(waits, 1);
            await(0);
        } finally {
            WHEREABOUTS.setRelease(this, RUNNING);
            if (turnstile != null) {
                turnstile.exit(pollers);
            }
        }
        if (batch.wakeSeen) {
            wakeUps.passOn();
        }
    }

    /** Waits in the mechanism, or behind the thread that is in it. */
    private void fetch(long nanos) throws IOException {
        batch.clear();
        if (turnstile != null && !turnstile.tryEnter(owner)) {
            turnstile.follow(this, state, pollers, nanos);
            return;
        }
        try {
            wakeUps.awaitCalled();
            WHEREABOUTS.setVolatile(this, BLOCKED);
            boolean expected = called || wakeUps.isPending() || pollers.hasLeftOvers();
            long time = expected ? 0 : nanos;
            if (state.isOpen()) {
                count(waits, 1);
                awaitInterruptibly(time);
            }
        } finally {
            WHEREABOUTS.setRelease(this, RUNNING);
            called = false;
            if (turnstile != null) {
                turnstile.exit(pollers);
            }
        }
        if (batch.wakeSeen) {
            wakeUps.passOn();
        }
    }

    private void awaitInterruptibly(long nanos) throws IOException {
        if (hook == null || nanos == 0) {
            await(nanos);
            return;
        }
        try {
            hook.enter();
            // The hook has called callOut() if the thread was interrupted before it was set.
            await(called ? 0 : nanos);
        } finally {
            hook.leave();
        }
    }

    private void await(long nanos) throws IOException {
        try {
            mechanism.await(batch, nanos);
        } catch (MechanismFailedException e) {
            failure = e;
            throw e;
        }
    }

    /** Counts in a counter that only the thread of this place writes. */
    static void count(AtomicLong counter, long more) {
        counter.setRelease(counter.getPlain() + more);
    }
}
