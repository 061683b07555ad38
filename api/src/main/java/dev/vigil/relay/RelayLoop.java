package dev.vigil.relay;

import dev.vigil.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The pairs of one relay on one loop, with what they share: memory, and the count of it all. */
final class RelayLoop {
    final EventLoop loop;
    final RelaySettings settings;
    final ChunkPool pool;
    final PipePool pipes = new PipePool();
    final FlowTally forth = new FlowTally(null);
    final FlowTally back = new FlowTally(null);
    private final Relay relay;
    private final Map<RelayOutcome, AtomicInteger> ended = new EnumMap<>(RelayOutcome.class);

    /** A loop that is cut off drops its tasks, and pairs must not be lost with them. */
    private final Queue<RelayPair> arriving = new ConcurrentLinkedQueue<>();

    /** These only for the loop's thread. */
    private final Set<RelayPair> pairs = new HashSet<>();

    private final ArrayDeque<RelayFlow> waiting = new ArrayDeque<>();

    RelayLoop(Relay relay, EventLoop loop, RelaySettings settings) {
        this.relay = relay;
        this.loop = loop;
        this.settings = settings;
        this.pool = new ChunkPool(settings.chunkBytes(), settings.memoryBytes());
        for (RelayOutcome outcome : RelayOutcome.values()) {
            ended.put(outcome, new AtomicInteger());
        }
    }

    /** Begins a pair on the loop's thread; false if the loop takes nothing any more. */
    boolean start(RelayPair pair) {
        arriving.add(pair);
        if (loop.isInLoop()) {
            takeArrivals();
            return true;
        }
        try {
            loop.execute(this::takeArrivals);
            return true;
        } catch (RejectedExecutionException e) {
            // Unless somebody who cuts everything off has taken it by now.
            return !arriving.remove(pair);
        }
    }

    private void takeArrivals() {
        for (RelayPair pair = arriving.poll(); pair != null; pair = arriving.poll()) {
            pairs.add(pair);
            pair.begin();
        }
    }

    /** A pair has closed its ends. */
    void count(RelayPair pair, RelayOutcome outcome) {
        pairs.remove(pair);
        if (pairs.isEmpty()) {
            pipes.close();
        }
        ended.get(outcome).incrementAndGet();
    }

    /** A pair has ended, and can be asked how. */
    void ended(RelayPair pair) {
        relay.ended();
        if (settings.whenEnded() != null) {
            try {
                settings.whenEnded().accept(pair);
            } catch (Throwable e) {
                loop.report(e);
            }
        }
        lendAgain();
    }

    long ended(RelayOutcome outcome) {
        return ended.get(outcome).get();
    }

    void awaitMemory(RelayFlow flow) {
        waiting.add(flow);
    }

    void forget(RelayFlow flow) {
        waiting.remove(flow);
    }

    /** Lets as many of those that wait for memory read again as there are chunks: what they wait to read is still there. */
    void lendAgain() {
        for (int i = pool.available(); i > 0 && !waiting.isEmpty(); i--) {
            RelayFlow flow = waiting.poll();
            flow.memoryCame();
            flow.pair().settle();
        }
    }

    /** Ends every pair. On the loop's thread, or when that has ended. */
    void cutAll() {
        for (RelayPair pair = arriving.poll(); pair != null; pair = arriving.poll()) {
            pairs.add(pair);
        }
        for (RelayPair pair : new ArrayList<>(pairs)) {
            pair.end(RelayOutcome.CUT, null);
        }
    }
}
