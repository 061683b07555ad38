package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.CpuTime;
import dev.vigil.bench.worker.Deck;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RandomNumbers;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import java.io.IOException;

/**
 * One iteration is the time from one move of the active descriptors to the next. Their number stays. What waits and handlers
 * use of processors, on whatever thread, is put down window by window; making descriptors ready is not in it.
 */
final class DriftWork extends PolledWorkload {
    static final long PERIOD = 1_000_000_000;
    static final long SHORTEST = 10_000_000;
    static final long LONGEST = 60_000_000_000L;
    private static final int WINDOWS = 1000;
    private static final int LEAST_WATCHED = 2;

    private final int active;
    private final long period;
    private final Zipf zipf;
    private final int[] drawn;
    private final boolean[] hot;
    private final RandomNumbers random;
    private final StringBuilder windows = new StringBuilder();
    private DriftShow.Viewer viewer = this::note;
    private boolean ended;
    private long[] threads;
    private int moves;
    private long goal;

    DriftWork(Mechanism mechanism, Request request) {
        super(mechanism, request, 0);
        if (watched < LEAST_WATCHED) {
            throw new RefusedException("watched=" + watched + ": at least 2 are needed, to move from one to another");
        }
        active = (int) request.number("active", Math.max(1, watched / 100), 1, watched / 2);
        zipf = request.requiredChoice("pattern", "set", "zipf").equals("zipf") ? new Zipf(watched) : null;
        period = request.number("period", PERIOD, SHORTEST, LONGEST);
        random = new RandomNumbers(request.number("seed", 1, 1, Long.MAX_VALUE));
        takeKind(request, Pairs.Kind.PIPE);
        drawn = new int[active];
        hot = new boolean[watched];
        block = true;
    }

    /** Goes through so many moves, or until the viewer has seen enough, and notes nothing. */
    void show(int count, DriftShow.Viewer onlooker) throws IOException {
        viewer = onlooker;
        ended = false;
        for (int i = 0; i < count && !ended; i++) {
            iterate(1);
        }
    }

    @Override
    protected void settle() throws IOException {
        threads = CpuTime.threads(null);
        place();
    }

    @Override
    protected void reset() {
        goal = 0;
        windows.setLength(0);
    }

    @Override
    protected Budget actual(Budget budget) {
        return budget.nanos() == 0 ? budget : new Budget((budget.nanos() + period - 1) / period, 0);
    }

    @Override
    public void ready(int index) throws IOException {
        if (zipf == null ? !hot[index] : !read(index)) {
            spurious++;
            return;
        }
        seen[index]++;
        events++;
    }

    @Override
    protected void iterate(long iterations) throws IOException {
        for (long i = 0; i < iterations; i++) {
            move();
            if (windows.length() > 0) {
                windows.append(';');
            }
            period();
        }
    }

    /** Makes other descriptors the active ones. */
    private void move() throws IOException {
        moves++;
        if (zipf != null) {
            zipf.shuffle(random);
            return;
        }
        for (int index : drawn) {
            hot[index] = false;
            if (seen[index] == 0 && sent[index] > 0) {
                throw new RefusedException("descriptor " + index + " was ready until a move and never seen");
            }
            read(index);
        }
        place();
    }

    /** Side by side with those that were active before. */
    private void place() throws IOException {
        for (int i = 0; zipf == null && i < active; i++) {
            int index = (Deck.spread(i, active, watched) + moves) % watched;
            drawn[i] = index;
            hot[index] = true;
            makeReady(index);
        }
    }

    private void period() throws IOException {
        long begin = System.nanoTime();
        long window = period / WINDOWS;
        long end = begin + window;
        long counted = events;
        long apart = 0;
        long used = CpuTime.nanos(threads);
        long now = begin;
        while (now - begin < period && !ended) {
            apart += turn();
            now = System.nanoTime();
            if (now - end >= 0 && events > counted) {
                long cost = Math.max(0, CpuTime.nanos(threads) - used - apart);
                ended = !viewer.window(now - begin, cost, events - counted);
                counted = events;
                apart = 0;
                used = CpuTime.nanos(threads);
                end = Math.max(end + window, now);
            }
        }
    }

    private boolean note(long sinceMove, long nanos, long count) {
        if (windows.length() > 0 && windows.charAt(windows.length() - 1) != ';') {
            windows.append(',');
        }
        windows.append(sinceMove).append(':').append(nanos).append(':').append(count);
        return true;
    }

    /** One wait; with a load that is drawn, as many as it takes. Returns the time for what is not the mechanism's. */
    private long turn() throws IOException {
        if (zipf == null) {
            mechanism.poll();
            return 0;
        }
        long start = System.nanoTime();
        zipf.draw(drawn, random);
        for (int index : drawn) {
            makeReady(index);
        }
        goal += active;
        long apart = System.nanoTime() - start;
        waitFor(goal);
        return apart;
    }

    @Override
    protected void check(Measured measured) {
        if (zipf != null) {
            checkSentEqualsSeen();
            return;
        }
        for (int index = 0; index < watched; index++) {
            if (sent[index] > 0 && seen[index] == 0) {
                throw new RefusedException("descriptor " + index + " was ready and never seen");
            }
        }
    }

    @Override
    protected void report(Measured measured, Reply reply) {
        reply.put("windows", windows.toString());
    }
}
