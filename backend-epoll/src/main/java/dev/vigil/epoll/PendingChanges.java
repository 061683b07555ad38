package dev.vigil.epoll;

import dev.vigil.Interest;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes of masks that handlers have made and that wait for the end of the turn, to go in together, or to cancel out.
 *
 * <p>Nobody can notice that they wait: the only thread that waits on the set is the one that runs the handlers, and no other set
 * holds this one. From the moment at which a second waiter or a facade comes no change waits any more, for good; and what waits
 * goes in before that. What the kernel is told is the state at the end, not at the time of the change.
 *
 * <p>A change never outlives its registration: {@link #withdraw} takes it out, and waits for a batch that is under way. So a number that
 * is closed after {@code cancel()} and given to another file of this set is met by no change of the old one. A number that is closed
 * without, and stands for another file of the set, has been registered anew, which ends the old registration first.
 *
 * <p>One monitor guards the queue, and is held while a batch is under way. It comes after the control locks. Only the thread of the turn
 * puts changes in.
 */
final class PendingChanges {
    /** A kernel's mask that nobody knows: that of a one-shot may be disarmed. */
    private static final int UNKNOWN = 0;

    /** A ring is looked for after so many turns with two changes or more. */
    private static final int TURNS_BEFORE_RING = 64;

    private static final int LONGEST_DELAY = 1 << 16;

    private final int set;
    private final ControlCalls calls;
    private final ControlRing.Maker maker;

    /** The thread that runs handlers, or null. Others compare it with themselves only. */
    private Thread turn;

    /** How many changes were made in this turn, while none waits yet, and how many turns had several. Of the thread of the turn. */
    private int changesOfTurn;

    private int busyTurns;

    // Guarded by the monitor.
    private Watch[] watches = new Watch[16];
    /** The kernel's masks; then what is to replace them. */
    private int[] masks = new int[16];

    private int[] errnos = new int[16];
    private int size;
    private int waiters;
    private boolean collects;
    private boolean ended;

    /** Whether it is known if there is a ring. */
    private boolean looked;

    private boolean closed;
    private ControlRing ring;
    /** How many flushes to let pass before a ring is tried again that could not be had, and how many next time. */
    private int delay;

    private int nextDelay = 1;
    private long batches;
    private long changes;
    private long cancelledOut;
    private long failure;

    PendingChanges(int set, ControlCalls calls, ControlRing.Maker maker) {
        this.set = set;
        this.calls = calls;
        this.maker = maker;
        ended = maker == ControlRing.Maker.NONE;
        collects = !ended && maker.isWantedAlways();
        looked = collects;
    }

    /** Says that the calling thread runs handlers. */
    void turnBegins() {
        turn = Thread.currentThread();
    }

    void turnEnds() throws IOException {
        turn = null;
        if (changesOfTurn > 0) {
            settle();
        }
    }

    private synchronized void settle() throws IOException {
        if (!collects && !ended && changesOfTurn > 1 && ++busyTurns >= TURNS_BEFORE_RING) {
            looked = true;
            collects = maker.isWanted();
            ended = !collects;
        }
        changesOfTurn = 0;
        flush();
    }

    /** Takes a change, under the control lock of its watch. If not, the watch is not in here any more and a call is to be made. */
    boolean takes(Watch watch, Interest from) {
        // Who sees an old value of the first comes to see the new one under the monitor.
        if (ended || turn != Thread.currentThread() || !mayWait(watch, from)) {
            withdraw(watch);
            return false;
        }
        changesOfTurn++;
        return put(watch, from);
    }

    /** A closed channel is refused at once: its number may be another file's. */
    private static boolean mayWait(Watch watch, Interest from) {
        Interest to = watch.interest();
        return watch.index >= EpollMechanism.LEFT_IN
                && !from.isExclusive()
                && !to.isExclusive()
                && !from.isEdge()
                && !to.isEdge()
                && (watch.channel() == null || watch.channel().isOpen());
    }

    private synchronized boolean put(Watch watch, Interest from) {
        if (!collects || ended) {
            return false;
        }
        if (watch.index < 0) {
            // Without the memory for what comes later the change is refused now.
            calls.prepare();
            if (size == watches.length) {
                grow();
            }
            watches[size] = watch;
            masks[size] = from.isOneShot() ? UNKNOWN : EpollFlags.maskOf(from);
            watch.index = size++;
        }
        return true;
    }

    private void grow() {
        int length = size * 2;
        watches = Arrays.copyOf(watches, length);
        masks = Arrays.copyOf(masks, length);
        errnos = new int[length];
    }

    /** Takes a change out, and waits until it is done if it is under way. Under the control lock of the watch. */
    void withdraw(Watch watch) {
        if (watch.index >= 0) {
            takeOut(watch);
        }
    }

    private synchronized void takeOut(Watch watch) {
        if (watch.index >= 0) {
            watches[watch.index] = null;
            watch.index = EpollMechanism.LEFT_IN;
        }
    }

    /** A thread is about to wait. If it is not the first one, it may notice. */
    synchronized void waiterComes() {
        waiters++;
        if (waiters > 1) {
            endForGood();
        }
    }

    /** From now on every change is a call. What has waited goes in. */
    synchronized void endForGood() {
        ended = true;
        try {
            flush();
        } catch (IOException e) {
            // Told by whoever makes the next change of that descriptor.
            failure = e instanceof ErrnoException refused ? refused.errno() : failure;
        }
        closeRing();
    }

    /** Has all changes take effect. If there is no memory they wait on. */
    synchronized void flush() throws IOException {
        if (size == 0) {
            return;
        }
        calls.prepare();
        int count = 0;
        for (int i = 0; i < size; i++) {
            Watch watch = watches[i];
            watches[i] = null;
            if (watch != null) {
                int mask = EpollFlags.mask(watch);
                if (mask == masks[i]) {
                    watch.index = EpollMechanism.LEFT_IN;
                    cancelledOut++;
                } else {
                    watches[count] = watch;
                    masks[count] = mask;
                    count++;
                }
            }
        }
        size = 0;
        try {
            apply(count);
        } finally {
            for (int i = 0; i < count; i++) {
                watches[i].index = EpollMechanism.LEFT_IN;
                watches[i] = null;
            }
        }
    }

    private void apply(int count) throws IOException {
        if (closed || count == 0) {
            return;
        }
        changes += count;
        ControlRing batch = count > 1 ? ring() : null;
        if (batch == null) {
            call(0, count);
            return;
        }
        boolean batched = batch.policy().batches(count);
        boolean timed = batch.policy().isTimed();
        long start = timed ? System.nanoTime() : 0;
        if (batched) {
            applyTogether(batch, count);
        } else {
            call(0, count);
        }
        if (timed) {
            batch.policy().took(batched, count, System.nanoTime() - start);
        }
    }

    /** The ring, if it can be had now. */
    private ControlRing ring() {
        if (ring == null && failure == 0 && --delay < 0) {
            try {
                ring = maker.make();
                nextDelay = 1;
            } catch (IOException | LinkageError | OutOfMemoryError e) {
                delay = nextDelay;
                nextDelay = Math.min(nextDelay * 2, LONGEST_DELAY);
            }
        }
        return ring;
    }

    private void applyTogether(ControlRing batch, int count) throws IOException {
        IOException refused = null;
        for (int from = 0; from < count; from += batch.capacity()) {
            int piece = Math.min(count - from, batch.capacity());
            if (batch.failure() == 0) {
                calls.countBatch();
                batches++;
                batch.modify(set, watches, masks, from, piece, errnos);
            } else {
                Arrays.fill(errnos, from, from + piece, Errno.ECANCELED);
            }
            for (int i = from; i < from + piece; i++) {
                // Of what was refused a call tells whether that was the descriptor's fault.
                refused = errnos[i] == 0 ? refused : first(refused, i);
            }
        }
        if (batch.failure() != 0) {
            failure = batch.failure();
            closeRing();
        }
        if (refused != null) {
            throw refused;
        }
    }

    private void call(int from, int to) throws IOException {
        IOException refused = null;
        for (int i = from; i < to; i++) {
            refused = first(refused, i);
        }
        if (refused != null) {
            throw refused;
        }
    }

    /**
     * Makes one change by a call. EBADF and ENOENT say that the descriptor was closed since, or before, without {@code cancel()}: had
     * the change not waited it would be gone as well.
     */
    private IOException first(IOException before, int at) {
        Watch watch = watches[at];
        int errno = calls.modify(set, watch.fd(), masks[at], watch.word());
        if (errno == 0 || errno == Errno.EBADF || errno == Errno.ENOENT) {
            return before;
        }
        IOException refused = Errors.failure("epoll_ctl", "MOD", watch.fd(), errno);
        if (before == null) {
            return refused;
        }
        before.addSuppressed(refused);
        return before;
    }

    private void closeRing() {
        if (ring != null) {
            try {
                ring.close();
            } catch (IOException e) {
                // Closed nevertheless.
            }
            ring = null;
        }
    }

    /** Nothing as long as the source has shown no use for a ring: to find out about it opens one. */
    synchronized Map<String, Long> gauges() {
        if (!looked) {
            return Map.of();
        }
        Map<String, Long> gauges = new LinkedHashMap<>(maker.gauges());
        if (!collects) {
            return gauges;
        }
        gauges.put("ring.control.batches", batches);
        gauges.put("ring.control.changes", changes);
        gauges.put("ring.control.cancelledOut", cancelledOut);
        gauges.put("ring.control.least", ring == null ? 0L : ring.policy().least());
        gauges.put("ring.control.failure", failure);
        return gauges;
    }

    /** Drops what waits: the set is about to be closed, and a turn may be under way yet. */
    synchronized void close() {
        closed = true;
        ended = true;
        for (int i = 0; i < size; i++) {
            watches[i] = null;
        }
        size = 0;
        closeRing();
    }
}
