package dev.vigil.relay;

import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pairs of one relay on one loop, with what they share: memory, and the count of it all. The loop's thread owns them from their
 * begin to their end. What others ask is a task of the loop, and if the loop ends before, its thread ends the pairs too.
 */
final class RelayLoop {
    final EventLoop loop;
    final RelaySettings settings;
    final ChunkPool pool;
    final PipePool pipes = new PipePool(this::report);
    final FlowCounters forth = new FlowCounters(null);
    final FlowCounters back = new FlowCounters(null);
    private final Relay relay;
    private final Map<RelayOutcome, AtomicLong> endings = new EnumMap<>(RelayOutcome.class);
    private final Runnable cutAll = this::cutAll;
    private final Runnable atLoopsEnd = this::atLoopsEnd;
    private final Runnable takeArrivals = this::takeArrivals;
    private final Runnable tellEnded = this::tellEnded;

    /** A loop that is cut off drops its tasks, and pairs must not be lost with them. */
    private final Queue<RelayPair> arriving = new ConcurrentLinkedQueue<>();

    /** These only for the loop's thread. */
    private final PairList pairs = new PairList();

    /** What the user is still to be told of. */
    private final PairList untold = new PairList();

    /** Whether the user is being told, or a task is to do so. */
    private boolean telling;

    /** Whether all pairs were ended, and others that come are too. */
    private boolean cut;

    RelayLoop(Relay relay, EventLoop loop, RelaySettings settings) {
        this.relay = relay;
        this.loop = loop;
        this.settings = settings;
        this.pool = new ChunkPool(settings.chunkBytes(), settings.memoryBytes(), settings.bufferBytes());
        for (RelayOutcome outcome : RelayOutcome.values()) {
            endings.put(outcome, new AtomicLong());
        }
        try {
            loop.addEndAction(atLoopsEnd);
        } catch (RejectedExecutionException e) {
            // A loop that has ended takes no pairs either.
            cut = true;
        }
    }

    /** Begins a pair on the loop's thread; false if it takes none any more. */
    boolean start(RelayPair pair) {
        if (loop.isInLoop()) {
            if (cut) {
                return false;
            }
            take(pair);
            return true;
        }
        arriving.add(pair);
        try {
            loop.execute(takeArrivals);
            return true;
        } catch (RejectedExecutionException e) {
            // Unless the loop, at its end, has taken it by now.
            return !arriving.remove(pair);
        } catch (Throwable e) {
            // No memory for another task; the one of another pair may have taken it.
            if (arriving.remove(pair)) {
                throw e;
            }
            return true;
        }
    }

    private void takeArrivals() {
        for (RelayPair pair = arriving.poll(); pair != null; pair = arriving.poll()) {
            take(pair);
        }
    }

    private void take(RelayPair pair) {
        pairs.add(pair);
        if (cut) {
            cut(pair);
        } else {
            pair.begin();
        }
    }

    private void cut(RelayPair pair) {
        relay.cut();
        try {
            pair.end(RelayOutcome.CUT, null);
        } catch (Throwable e) {
            // Without memory for the task that tells of it. The others are to be cut too: somebody waits for that.
            report(e);
        }
    }

    /** Ends every pair, soon. By any thread. */
    void cut() {
        try {
            loop.execute(cutAll);
        } catch (RejectedExecutionException e) {
            // The loop ends, and does it then.
            return;
        }
    }

    private void cutAll() {
        cut = true;
        takeArrivals();
        while (!pairs.isEmpty()) {
            cut(pairs.first());
        }
    }

    /** The loop runs no task any more, and some were dropped. */
    private void atLoopsEnd() {
        cutAll();
        tellEnded();
    }

    /** No pair is left, and none will come. By any thread. */
    void leave() {
        try {
            loop.execute(this::tellTheLast);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // At the loop's end what is left to do is done.
            return;
        }
    }

    /** If the loop is cut off before this, it is done at its end, and else nothing is left to be done then. */
    private void tellTheLast() {
        tellEnded();
        loop.removeEndAction(atLoopsEnd);
    }

    /** A pair has closed its ends. */
    void remove(RelayPair pair, RelayOutcome outcome) {
        pairs.remove(pair);
        if (pairs.isEmpty()) {
            pipes.close();
        }
        endings.get(outcome).incrementAndGet();
    }

    /** A pair has ended, and can be asked how. The user is told by a task, not in the middle of whatever ended it. */
    void ended(RelayPair pair) {
        if (settings.whenEnded() != null) {
            untold.add(pair);
        }
        relay.ended();
        if (!untold.isEmpty() && !telling) {
            beginTelling();
        }
    }

    private void beginTelling() {
        telling = true;
        try {
            loop.execute(tellEnded);
        } catch (RejectedExecutionException e) {
            // The loop runs no task any more, this is the last chance.
            tellEnded();
        } catch (Throwable e) {
            // The next pair that ends tries again.
            telling = false;
            throw e;
        }
    }

    private void tellEnded() {
        telling = true;
        try {
            while (!untold.isEmpty()) {
                RelayPair pair = untold.first();
                untold.remove(pair);
                tell(pair);
            }
        } finally {
            telling = false;
        }
    }

    private void tell(RelayPair pair) {
        try {
            settings.whenEnded().accept(pair);
        } catch (Throwable e) {
            report(e);
        }
    }

    long endings(RelayOutcome outcome) {
        return endings.get(outcome).get();
    }

    /** Holds nothing yet. */
    Backlog backlog() {
        return new Backlog(pool, settings.bufferBytes());
    }

    /** Reads once and throws away what comes: as {@link RelayEnd#read}. */
    int discard(RelayEnd from) throws IOException {
        return from.read(pool.transit().clear());
    }

    /** Runs something later; null if the loop ends before. */
    Timer schedule(Duration delay, Runnable action) {
        try {
            return loop.schedule(delay, action);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    void reportIfAny(Throwable mistake) {
        if (mistake != null) {
            report(mistake);
        }
    }

    void report(Throwable mistake) {
        loop.report(mistake);
    }
}
