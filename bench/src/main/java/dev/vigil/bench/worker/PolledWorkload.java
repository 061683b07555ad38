package dev.vigil.bench.worker;

import dev.vigil.bench.mechanism.ByteIo;
import dev.vigil.bench.mechanism.Counters;
import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pair;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.mechanism.ReadyHandler;
import java.io.IOException;
import java.util.Arrays;

/**
 * A workload over pairs of descriptors, of which one end is watched: opens them, counts and waits as the protocol says, and
 * measures. What remains for a scenario is one iteration, its handler and its check.
 */
public abstract class PolledWorkload implements Workload, ReadyHandler {
    private static final int MOST = 10_000_000;
    private static final int EMPTY_WAITS = 1000;
    private static final long PATIENCE = 5_000_000_000L;

    protected final Mechanism mechanism;
    protected final int watched;

    /** Whether a wait may block. */
    protected boolean block;

    /** By index: how often made ready, and how often seen so. */
    protected long[] sent;

    protected long[] seen;
    protected long events;
    protected long spurious;

    /** The scenario's own thread, whose CPU time is not the poller's; or null. */
    protected Thread helper;

    private final int extra;
    private Pairs.Kind kind;
    private Pairs pairs;

    /** Takes {@code watched} from the request; {@code extra} further pairs are opened and not watched. */
    protected PolledWorkload(Mechanism mechanism, Request request, int extra) {
        this.mechanism = mechanism;
        this.watched = (int) request.number("watched", 1, MOST);
        this.extra = extra;
    }

    /** As the other, where {@code watched} may be missing. */
    protected PolledWorkload(Mechanism mechanism, Request request, long absent) {
        this.mechanism = mechanism;
        this.watched = (int) request.number("watched", absent, 1, MOST);
        this.extra = 0;
    }

    /** Takes {@code kind} from the request, which is this one when it is missing. */
    protected final void takeKind(Request request, Pairs.Kind absent) {
        String other = absent == Pairs.Kind.PIPE ? "socket" : "pipe";
        String taken = request.choice("kind", absent == Pairs.Kind.PIPE ? "pipe" : "socket", other);
        kind = taken.equals("pipe") ? Pairs.Kind.PIPE : Pairs.Kind.SOCKET;
    }

    /** Takes {@code wait} from the request. */
    protected final void takeWait(Request request) {
        block = request.choice("wait", "now", "block").equals("block");
    }

    /** For a scenario without a choice of kind. */
    protected final void useKind(Pairs.Kind kind) {
        this.kind = kind;
    }

    @Override
    public final void open() throws IOException {
        Limits.check(watched, extra);
        int count = watched + extra;
        mechanism.open(count);
        pairs = Pairs.open(mechanism.opener(), count, kind);
        sent = new long[count];
        seen = new long[count];
        prepare();
        for (int i = 0; i < watched; i++) {
            mechanism.add(i, pairs.get(i), this);
        }
        mechanism.pollNow();
        settle();
        measure(new Budget(1, 0));
    }

    /** Called when everything is open, and nothing watched yet. */
    protected void prepare() throws IOException {}

    /** Called when all are watched, before the first iteration. */
    protected void settle() throws IOException {}

    /** Does some iterations. */
    protected abstract void iterate(long iterations) throws IOException;

    /** Throws {@link RefusedException} when the events of a round were not those that there should be. */
    protected abstract void check(Measured measured);

    /** Adds to the reply what only this scenario tells. */
    protected void report(Measured measured, Reply reply) {}

    protected final Pair pair(int index) {
        return pairs.get(index);
    }

    protected final void makeReady(int index) throws IOException {
        sent[index]++;
        mechanism.told(index);
        ByteIo.write(pairs.get(index).other());
    }

    protected final boolean read(int index) throws IOException {
        return ByteIo.read(pairs.get(index).watched());
    }

    /** Waits until so many events have been counted. */
    protected final void waitFor(long goal) throws IOException {
        int empty = 0;
        while (events < goal) {
            long before = events;
            if (block) {
                mechanism.poll();
            } else {
                mechanism.pollNow();
            }
            if (events == before) {
                spurious++;
                // Once is spurious, and where a thread watches too it may be some time until it tells. For ever is an
                // event lost, if something was ready all the time.
                if (++empty == EMPTY_WAITS && !block) {
                    empty = 0;
                    mechanism.poll(PATIENCE);
                    if (events == before) {
                        throw new RefusedException("an event was lost: 1,000 waits in a row, and one of "
                                + PATIENCE / 1_000_000_000 + " s, brought nothing while bytes lay unread");
                    }
                }
            }
        }
    }

    @Override
    public final void round(Budget budget, Reply reply) throws IOException {
        Counters before = mechanism.counters();
        Measured measured = measure(actual(budget));
        Counters counters = mechanism.counters().since(before);
        check(measured);
        reply.put("iterations", measured.iterations())
                .put("events", reported(measured))
                .put("nanos", measured.nanos())
                .put("cpu", measured.cpu())
                .put("spurious", spurious);
        put(reply, "waits", counters.waits());
        put(reply, "controls", counters.controls());
        if (counters.waits() >= 0 && counters.controls() >= 0) {
            put(reply, "calls", counters.waits() + counters.controls());
        }
        put(reply, "scanned", counters.scanned());
        report(measured, reply);
    }

    /** What a budget means to a scenario that is paced by the clock. */
    protected Budget actual(Budget budget) {
        return budget;
    }

    /** What is reported as events. */
    protected long reported(Measured measured) {
        return events;
    }

    private static void put(Reply reply, String key, long value) {
        if (value != Counters.UNKNOWN) {
            reply.put(key, value);
        }
    }

    /** The chunks double until each is a twentieth of the time: looking at the clock costs nothing that could be seen. */
    private Measured measure(Budget budget) throws IOException {
        Arrays.fill(seen, 0);
        Arrays.fill(sent, 0);
        events = 0;
        spurious = 0;
        reset();
        long done = 0;
        long chunk = Math.max(1, budget.iterations());
        long cpu = CpuTime.nanos(helper);
        long start = System.nanoTime();
        long end = start;
        do {
            long before = end;
            iterate(chunk);
            done += chunk;
            end = System.nanoTime();
            if (end - before < budget.nanos() / 20) {
                chunk *= 2;
            }
        } while (end - start < budget.nanos());
        return new Measured(done, end - start, CpuTime.nanos(helper) - cpu);
    }

    /** Called before each round. */
    protected void reset() {}

    protected final void checkSentEqualsSeen() {
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] != seen[i]) {
                throw new RefusedException(
                        "descriptor " + i + " was made ready " + sent[i] + " times and seen " + seen[i] + " times");
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            mechanism.close();
        } finally {
            if (pairs != null) {
                pairs.close();
            }
        }
    }
}
