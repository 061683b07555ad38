package dev.vigil.accept;

import dev.vigil.Interest;
import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * {@link Sharing#DEALING}: a loop of the acceptor's own accepts, and deals connections out to the others in turn.
 *
 * <p>Connections wait in one queue for all. A loop is summoned for each connection and takes the oldest when it comes; it is not
 * summoned again before it came. So a loop that is busy is passed over, and if the one that was summoned does not come soon,
 * another is summoned as well.
 */
final class DealingLoop<C> implements Distribution {
    /** How long a connection waits for the loop that was summoned before another is. */
    private static final Duration PATIENCE = Duration.ofMillis(1);

    /** So many for each loop may wait however few are accepted at once. */
    private static final int FEWEST_WAITING = 64;

    private static final int IDLE = 0;
    private static final int SUMMONED = 1;

    private final Acceptor acceptor;
    private final EventLoop dealing;
    private final List<EventLoop> loops;
    private final HandOver<C> handOver;
    private final int batch;

    /** When so many wait, accepting more helps nobody. */
    private final long limit;

    private final ListenerWatch<C> watch;
    private final Queue<C> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicIntegerArray states;

    /** What a loop does that was summoned. */
    private final List<Runnable> comings;

    /** These only for the dealing loop's thread. */
    private int next;

    private boolean patient;

    DealingLoop(Acceptor acceptor, AcceptorBuilder settings, Listener<C> listener, HandOver<C> handOver)
            throws IOException {
        this.acceptor = acceptor;
        this.loops = settings.group.loops();
        this.handOver = handOver;
        this.batch = settings.batch;
        this.limit = (long) Math.max(batch, FEWEST_WAITING) * loops.size();
        this.states = new AtomicIntegerArray(loops.size());
        this.comings = IntStream.range(0, loops.size())
                .mapToObj(turn -> (Runnable) () -> come(turn))
                .toList();
        this.dealing = settings.group.startAnother("vigil-acceptor");
        this.watch = new ListenerWatch<>(acceptor, dealing, listener, Interest.READ, settings.retryAfter, this::serve);
    }

    @Override
    public void start() throws IOException {
        watch.start();
    }

    @Override
    public void stop() {
        watch.stop();
        try {
            dealing.execute(this::endIfDone);
        } catch (RejectedExecutionException e) {
            // It has ended, and so has dealt everything out.
            return;
        }
    }

    private void serve() {
        for (int i = 0; i < batch && watch.mayAccept() && !isCongested(); i++) {
            C connection = watch.accept();
            if (connection == null) {
                return;
            }
            deal(connection);
        }
        if (isCongested()) {
            watch.pause().pause(PATIENCE);
        }
    }

    private boolean isCongested() {
        return waiting.get() >= limit;
    }

    private void deal(C connection) {
        try {
            queue.add(connection);
        } catch (Throwable e) {
            // No memory for its place.
            handOver.discard(connection);
            throw e;
        }
        waiting.incrementAndGet();
        try {
            summonNext();
        } finally {
            beginPatience();
        }
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
            loops.get(turn).execute(comings.get(turn));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } catch (Throwable e) {
            // No memory for the task, which does not come then.
            states.set(turn, IDLE);
            throw e;
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
            handOver.give(turn, loop, connection);
        } catch (Throwable e) {
            loop.report(e);
        }
    }

    private void beginPatience() {
        if (!patient && !queue.isEmpty()) {
            dealing.schedule(PATIENCE, this::patienceEnded);
            patient = true;
        }
    }

    private void patienceEnded() {
        patient = false;
        try {
            if (loops.stream().allMatch(EventLoop::isTerminated)) {
                acceptor.close();
                discardAll();
            } else if (!queue.isEmpty()) {
                summonNext();
            }
            endIfDone();
        } finally {
            beginPatience();
        }
    }

    private void discardAll() {
        int count = 0;
        for (C connection = queue.poll(); connection != null; connection = queue.poll()) {
            waiting.decrementAndGet();
            count++;
            try {
                handOver.discard(connection);
            } catch (RuntimeException | Error e) {
                // The others are to be closed too.
                dealing.report(e);
            }
        }
        if (count > 0) {
            acceptor.abandoned(count);
        }
    }

    /** On the dealing loop's thread, once nothing is accepted any more: deals out what is left, and ends the loop. */
    private void endIfDone() {
        if (acceptor.isActive()) {
            return;
        }
        if (queue.isEmpty()) {
            dealing.close();
        } else {
            beginPatience();
        }
    }
}
