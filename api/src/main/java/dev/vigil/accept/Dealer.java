package dev.vigil.accept;

import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Deals connections out to loops in turn.
 *
 * <p>Connections wait in one queue for all. A loop is summoned for each connection and takes the oldest when it comes; it is not
 * summoned again before it came. So a loop that is busy is passed over, and if the one that was summoned does not come soon,
 * another is summoned as well.
 */
final class Dealer<C> {
    /** How long a connection waits for the loop that was summoned before another is. */
    static final Duration PATIENCE = Duration.ofMillis(1);

    private static final int IDLE = 0;
    private static final int SUMMONED = 1;

    private final Acceptor acceptor;
    private final EventLoop dealing;
    private final List<EventLoop> loops;
    private final Handing<C> handing;
    private final int limit;
    private final Queue<C> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicIntegerArray states;

    /** These only for the dealing loop's thread. */
    private int next;

    private boolean watching;

    Dealer(Acceptor acceptor, EventLoop dealing, List<EventLoop> loops, Handing<C> handing, int batch) {
        this.acceptor = acceptor;
        this.dealing = dealing;
        this.loops = loops;
        this.handing = handing;
        this.limit = Math.multiplyExact(batch, loops.size());
        this.states = new AtomicIntegerArray(loops.size());
    }

    /** Whether so many wait that accepting more helps nobody. */
    boolean isCongested() {
        return waiting.get() >= limit;
    }

    /** On the dealing loop's thread. */
    void deal(C connection) {
        waiting.incrementAndGet();
        queue.add(connection);
        summonNext();
        watch();
    }

    private void summonNext() {
        for (int i = 0; i < loops.size(); i++) {
            int turn = next;
            next = (next + 1) % loops.size();
            if (summon(turn)) {
                return;
            }
        }
    }

    /** A loop that takes no more tasks stays summoned for ever. */
    private boolean summon(int turn) {
        if (!states.compareAndSet(turn, IDLE, SUMMONED)) {
            return false;
        }
        try {
            loops.get(turn).execute(() -> come(turn));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** On the thread of the loop that was summoned. */
    private void come(int turn) {
        states.set(turn, IDLE);
        C connection = queue.poll();
        if (connection == null) {
            return;
        }
        waiting.decrementAndGet();
        if (!queue.isEmpty()) {
            summon(turn);
        }
        EventLoop loop = loops.get(turn);
        try {
            handing.hand(turn, loop, connection);
        } catch (Throwable e) {
            loop.report(e);
        }
    }

    private void watch() {
        if (!watching && !queue.isEmpty()) {
            watching = true;
            dealing.schedule(PATIENCE, this::watched);
        }
    }

    private void watched() {
        watching = false;
        if (loops.stream().allMatch(EventLoop::isTerminated)) {
            acceptor.close();
            discardAll();
        } else if (!queue.isEmpty()) {
            summonNext();
        }
        endIfDone();
        watch();
    }

    private void discardAll() {
        int count = 0;
        for (C connection = queue.poll(); connection != null; connection = queue.poll()) {
            waiting.decrementAndGet();
            handing.discard(connection);
            count++;
        }
        if (count > 0) {
            acceptor.abandoned(count);
        }
    }

    /** On the dealing loop's thread, once nothing is accepted any more: deals out what is left, and ends the loop. */
    void endIfDone() {
        if (acceptor.isActive()) {
            return;
        }
        if (queue.isEmpty()) {
            dealing.close();
        } else {
            watch();
        }
    }

    /** Where connections go in the end. */
    interface Handing<C> {
        void hand(int turn, EventLoop loop, C connection) throws IOException;

        void discard(C connection);
    }
}
