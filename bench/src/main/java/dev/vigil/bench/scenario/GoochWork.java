package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Pairs;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.Deck;
import dev.vigil.bench.worker.Measured;
import dev.vigil.bench.worker.PolledWorkload;
import dev.vigil.bench.worker.RandomNumbers;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** A writer goes through slices of time, and writes at random moments in each; the poller blocks and reads. */
final class GoochWork extends PolledWorkload implements Runnable {
    static final int ACTIVE = 5;
    private static final int HOT = 50;
    private static final long SLICE = 10_000_000;

    private final int active;
    private final long slice;
    private final Deck deck;
    private final RandomNumbers random;
    private final long[] moments;
    private final Semaphore orders = new Semaphore(0);
    private final Semaphore done = new Semaphore(0);
    private volatile boolean stop;
    private volatile IOException failure;
    private long slices;
    private long begin;
    private long goal;

    GoochWork(Mechanism mechanism, Request request) {
        super(mechanism, request, 0);
        active = (int) request.number("active", Math.min(ACTIVE, watched), 1, watched);
        int hot = (int) request.number("hot", Math.min(HOT, watched), 1, watched);
        boolean local = request.requiredChoice("pattern", "local", "uniform").equals("local");
        slice = request.number("slice", SLICE, 1000, 1_000_000_000);
        random = new RandomNumbers(request.number("seed", 1, 1, Long.MAX_VALUE));
        takeKind(request, Pairs.Kind.PIPE);
        if (local && active > hot) {
            throw new RefusedException(
                    "active=" + active + " of hot=" + hot + ": no more than the hot ones can be active");
        }
        deck = new Deck(local ? hot : watched, watched);
        moments = new long[active];
        block = true;
    }

    @Override
    protected void settle() {
        helper = new Thread(this, "writer");
        helper.setDaemon(true);
        helper.start();
    }

    @Override
    protected void reset() {
        goal = 0;
    }

    @Override
    protected Budget actual(Budget budget) {
        return budget.nanos() == 0 ? budget : new Budget((budget.nanos() + slice - 1) / slice, 0);
    }

    @Override
    public void ready(int index) throws IOException {
        if (!read(index)) {
            spurious++;
            return;
        }
        seen[index]++;
        events++;
    }

    @Override
    protected void iterate(long iterations) throws IOException {
        goal += iterations * active;
        slices = iterations;
        begin = System.nanoTime();
        orders.release();
        waitFor(goal);
        // All was read, but the writer may not yet have seen that it is through.
        done.acquireUninterruptibly();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                orders.acquireUninterruptibly();
                for (long i = 0; i < slices && !stop; i++) {
                    write(begin + i * slice);
                }
                done.release();
                if (stop) {
                    return;
                }
            }
        } catch (IOException e) {
            failure = e;
            done.release();
        }
    }

    private void write(long start) throws IOException {
        deck.draw(active, random);
        for (int i = 0; i < active; i++) {
            moments[i] = start + random.below(slice);
        }
        Arrays.sort(moments);
        for (int i = 0; i < active && !stop; i++) {
            for (long left = moments[i] - System.nanoTime(); left > 0; left = moments[i] - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            makeReady(deck.get(i));
        }
    }

    @Override
    protected void check(Measured measured) {
        checkSentEqualsSeen();
    }

    @Override
    protected void report(Measured measured, Reply reply) {
        double share = (double) measured.cpu() / ((double) measured.iterations() * slice);
        reply.put("share", String.format(Locale.ROOT, "%.6f", share));
    }

    @Override
    public void close() throws IOException {
        stop = true;
        orders.release();
        super.close();
    }
}
