package dev.vigil.spi;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The place of one polling thread: its batch, its counters, and the loop from wait to handler.
 *
 * <p>The state says where the thread is. It is set to BLOCKED with a full fence before the pending wake-up, the summons,
 * events left behind and the closing are looked at, and whoever sets one of those looks at the state after it: one of the
 * two sees the other. A thread that comes out of the mechanism takes the pending wake-up, since it may have taken what the
 * mechanism was woken with.
 */
final class Poller {
    private static final int FREE = 0;
    private static final int RUNNING = 1;
    private static final int LOOKING = 2;
    private static final int BLOCKED = 3;

    /** After so many blocking waits at most, the next poll looks once without blocking. */
    private static final int LONGEST_ABSTINENCE = 64;

    /** How long a poll pauses when a ghost ends each of its waits at once, and the system refuses the rebuild that would end it. */
    private static final long HAUNTED_NANOS = 1_000_000;

    /** How long to leave a thread that is called out before it is called again. */
    private static final long CALL_NANOS = 20_000;

    /** A wait that is longer than this came for want of events. A shorter one may be due to other threads. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Poller.class, "state", int.class);
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
    volatile boolean orphaned;

    /** Whether the thread is to come out of the mechanism: it was interrupted, or somebody left events for it. */
    volatile boolean summoned;

    /** Whether the thread queues behind the one that is in the mechanism. */
    volatile boolean following;

    private final PolledSource source;
    private final Mechanism mechanism;
    private final Turnstile turnstile;
    private final WakeUps wakeUps;
    private final InterruptHook hook;

    private volatile int state = FREE;
    private Thread owner;

    /** What the mechanism of this source threw when it could not go on. Handlers may throw the like of other sources. */
    private MechanismFailedException failure;

    /**
     * Whether to look once before blocking. A look costs no wait-queue entries, no interrupt hook and no clock, so under load
     * it is the whole poll. It is in vain when load is light: then it is tried again after 1, 2, 4, ... 64 blocking waits.
     */
    private boolean lookFirst = true;

    private int abstinence = 1;
    private int abstained;

    /** Makes a place. The first one of a source counts the events of a registration in a cheaper way. */
    Poller(PolledSource source, boolean first) {
        this.source = source;
        this.mechanism = source.mechanism();
        this.turnstile = source.turnstile();
        this.wakeUps = source.wakeUps();
        this.batch = mechanism.newBatch(source.settings().batchSize());
        this.dispatcher = new Dispatcher(source, batch, first);
        this.hook = mechanism.handlesInterrupt() ? null : new InterruptHook(this::summon);
    }

    boolean take(Thread me) {
        if (state != FREE || !STATE.compareAndSet(this, FREE, RUNNING)) {
            return false;
        }
        owner = me;
        return true;
    }

    void release(boolean withEvents) {
        owner = null;
        orphaned = withEvents;
        STATE.setRelease(this, FREE);
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
        return state == BLOCKED;
    }

    boolean isInside() {
        return state >= LOOKING;
    }

    /** Calls the thread out of the mechanism. */
    void summon() {
        summoned = true;
        if (state == BLOCKED) {
            wakeUps.kick();
        }
    }

    /** Calls the thread out of the mechanism and waits until it has left, if only to come back. */
    void callOut() {
        long wait = waits.get();
        while (isInside() && waits.get() == wait) {
            summon();
            LockSupport.parkNanos(this, CALL_NANOS);
        }
    }

    /** One poll: from the wait to the last handler of the batch. */
    int poll(long nanos) throws IOException {
        count(polls, 1);
        int handled = batch.hasNext() ? dispatcher.dispatch() : 0;
        if (handled == 0) {
            handled = waitAndDispatch(nanos);
        }
        if (handled == 0) {
            count(empty, 1);
        }
        source.checkOpen();
        return handled;
    }

    private int waitAndDispatch(long nanos) throws IOException {
        if (wakeUps.take() || nanos == 0 || owner.isInterrupted()) {
            look();
            wakeUps.take();
            return dispatcher.dispatch();
        }
        if (lookFirst) {
            look();
            boolean woken = wakeUps.take();
            int handled = dispatcher.dispatch();
            if (handled > 0) {
                abstinence = 1;
                return handled;
            }
            if (woken) {
                return 0;
            }
            lookFirst = false;
            abstained = 0;
            abstinence = Math.min(abstinence * 2, LONGEST_ABSTINENCE);
        }
        return block(nanos);
    }

    private int block(long nanos) throws IOException {
        long now = System.nanoTime();
        boolean forever = nanos < 0 || nanos == Long.MAX_VALUE;
        long end = now + nanos;
        long spinEnd = now + source.settings().spinNanos();
        while (true) {
            source.checkOpen();
            if (source.pollers().hasOrphans()) {
                int handled = source.dispatchOrphans(owner);
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
            int handled = dispatcher.dispatch();
            if (handled > 0) {
                lookFirst = ++abstained >= abstinence;
                return handled;
            }
            if (woken || owner.isInterrupted()) {
                return 0;
            }
            if (dispatcher.wasHaunted()) {
                LockSupport.parkNanos(this, forever ? HAUNTED_NANOS : Math.min(HAUNTED_NANOS, end - now));
                now = System.nanoTime();
            }
        }
    }

    /** Asks the mechanism without waiting. */
    private void look() throws IOException {
        batch.clear();
        if (turnstile != null && !turnstile.tryEnter(owner)) {
            return;
        }
        STATE.setVolatile(this, LOOKING);
        try {
            source.checkOpen();
            count(waits, 1);
            await(0);
        } finally {
            STATE.setRelease(this, RUNNING);
            if (turnstile != null) {
                turnstile.exit(source.pollers());
            }
        }
        if (batch.wakeSeen) {
            source.passWakeOn();
        }
    }

    /** Waits in the mechanism, or behind the thread that is in it. */
    private void fetch(long nanos) throws IOException {
        batch.clear();
        if (turnstile != null && !turnstile.tryEnter(owner)) {
            turnstile.follow(this, source, nanos);
            return;
        }
        try {
            wakeUps.makeWay();
            STATE.setVolatile(this, BLOCKED);
            boolean expected =
                    summoned || wakeUps.isPending() || source.pollers().hasOrphans();
            long time = expected ? 0 : nanos;
            if (!source.isClosed()) {
                count(waits, 1);
                awaitInterruptibly(time);
            }
        } finally {
            STATE.setRelease(this, RUNNING);
            summoned = false;
            if (turnstile != null) {
                turnstile.exit(source.pollers());
            }
        }
        if (batch.wakeSeen) {
            source.passWakeOn();
        }
    }

    private void awaitInterruptibly(long nanos) throws IOException {
        if (hook == null || nanos == 0) {
            await(nanos);
            return;
        }
        try {
            hook.enter();
            // The hook has called summon() if the thread was interrupted before it was set.
            await(summoned ? 0 : nanos);
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
