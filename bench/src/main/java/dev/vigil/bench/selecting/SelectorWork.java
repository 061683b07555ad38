package dev.vigil.bench.selecting;

import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.CpuTime;
import dev.vigil.bench.worker.Deck;
import dev.vigil.bench.worker.Limits;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Locale;

/**
 * A selector over pipes, and turns of one kind of work. What a turn does, and how many units of work it is, is told by {@link Turn}; this
 * opens, measures and checks.
 */
public final class SelectorWork implements Workload {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String contender;
    private final int watched;
    private final int active;
    private final Turn.Kind kind;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private Pipe[] pipes = {};
    private Selector selector;
    private Turn turn;

    public SelectorWork(String contender, Request request) {
        this.contender = contender;
        kind = Turn.Kind.valueOf(
                request.requiredChoice("work", Turn.Kind.names()).toUpperCase(Locale.ROOT));
        watched = (int) request.number("watched", 1, 10_000_000);
        active = (int) request.number("active", Math.min(watched, 100), 1, watched);
        Limits.check(watched, 0);
    }

    @Override
    public void open() throws IOException {
        SelectorContenders.requireSelectorsOf(contender);
        selector = Selector.open();
        pipes = new Pipe[watched];
        SelectionKey[] keys = new SelectionKey[watched];
        for (int i = 0; i < watched; i++) {
            pipes[i] = Pipe.open();
            pipes[i].source().configureBlocking(false);
            keys[i] = pipes[i].source().register(selector, SelectionKey.OP_READ, new Seen());
        }
        SelectionKey[] chosen = new SelectionKey[active];
        for (int i = 0; i < active; i++) {
            chosen[i] = keys[Deck.spread(i, active, watched)];
            if (kind.isOfReadyOnes()) {
                write(Deck.spread(i, active, watched));
            }
        }
        turn = kind.over(selector, chosen);
        turn.turn();
        turn.check();
    }

    private void write(int index) throws IOException {
        one.clear();
        if (pipes[index].sink().write(one) != 1) {
            throw new RefusedException("a byte did not fit into a pipe that was empty");
        }
    }

    /** The chunks double until each is a twentieth of the time: looking at the clock costs nothing that could be seen. */
    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        turn.reset();
        long done = 0;
        long chunk = Math.max(1, budget.iterations());
        long cpu = CpuTime.nanos(CpuTime.threads(null));
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long end = start;
        do {
            long before = end;
            for (long i = 0; i < chunk; i++) {
                turn.turn();
            }
            done += chunk;
            end = System.nanoTime();
            if (end - before < budget.nanos() / 20) {
                chunk *= 2;
            }
        } while (end - start < budget.nanos());
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        cpu = CpuTime.nanos(CpuTime.threads(null)) - cpu;
        turn.check();
        reply.put("iterations", done)
                .put("events", turn.units())
                .put("nanos", end - start)
                .put("cpu", cpu)
                .put("allocated", allocated);
    }

    @Override
    public void close() throws IOException {
        if (selector != null) {
            selector.close();
        }
        for (Pipe pipe : pipes) {
            if (pipe != null) {
                pipe.source().close();
                pipe.sink().close();
            }
        }
    }
}
