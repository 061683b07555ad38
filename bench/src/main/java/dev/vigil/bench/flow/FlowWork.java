package dev.vigil.bench.flow;

import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Both ends of some streams through a proxy, in a process of its own. A round sends for a while and measures in the middle of it;
 * then sending stops, and every byte must come out.
 */
public final class FlowWork implements Workload {
    private static final int MOST = 20_000;
    private static final int KIB = 1024;
    private static final int SETTLED_LOOKS = 25;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What goes before the measurement: this part of its time. */
    private static final int RAMP = 5;

    private final int count;
    private final int listen;
    private final int proxy;
    private final int stalled;
    private final boolean greedy;
    private final double rate;
    private final int chunk;
    private final Streams streams;
    private PacedSenders paced;
    private FreeSenders free;
    private Sinks sinks;

    public FlowWork(Request request) {
        count = (int) request.number("streams", 1, MOST);
        listen = (int) request.number("listen", 1, 65_535);
        proxy = (int) request.number("port", 1, 65_535);
        stalled = (int) request.number("stalled", 0, 0, count);
        greedy = request.number("greedy", 0, 0, 1) == 1;
        rate = (double) KIB * request.number("rate", 0, 0, 1 << 20);
        chunk = (int) request.number("chunk", 64, 1, 1 << 14) * KIB;
        streams = new Streams((int) request.number("socket", 0, 0, 1 << 20) * KIB);
    }

    @Override
    public void open() throws IOException {
        streams.open(count, listen, proxy);
        List<Stream> all = streams.all();
        sinks = new Sinks(all);
        if (rate > 0) {
            paced = new PacedSenders(greedy ? all.subList(1, count) : all, rate);
        }
        if (rate == 0 || greedy) {
            free = new FreeSenders(greedy ? all.subList(0, 1) : all, chunk);
        }
    }

    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        long before = total(true);
        resume();
        sleep(budget.nanos() / RAMP);
        Window window = new Window();
        sleep(budget.nanos());
        window.end();
        reply.put("nanos", window.nanos);
        report(window, greedy ? 1 : 0, reply);
        if (stalled > 0) {
            stall(budget, window, reply);
        }
        drain();
        reply.put("events", total(true) - before);
    }

    /** The figures of the streams from {@code first} on; those before it are in a class of their own. */
    private void report(Window window, int first, Reply reply) {
        reply.put("bytes", window.sum(0));
        reply.put("jain", Double.toString(Jain.index(window.gained(first))));
        if (first > 0) {
            reply.put("greed", Long.toString(window.sum(0) - window.sum(first)));
        }
        if (rate > 0) {
            reply.put("kept", Double.toString(window.sum(first) / (rate * (count - first) * window.nanos / 1e9)));
        }
    }

    /** Measures those that are not stalled once more, while the others are. */
    private void stall(Budget budget, Window undisturbed, Reply reply) throws IOException {
        sinks.stop(stalled);
        paced.push(stalled);
        try {
            await("the stalled streams to fill up", SETTLED_LOOKS, paced::arePushedBlocked);
            Window window = new Window();
            sleep(budget.nanos());
            window.end();
            double share = window.perNano(stalled) / undisturbed.perNano(stalled);
            reply.put("share", Double.toString(share));
            reply.put("leaked", window.sum(0) - window.sum(stalled));
        } finally {
            paced.push(0);
            sinks.stop(0);
        }
    }

    private void resume() {
        sinks.resume();
        if (paced != null) {
            paced.resume();
        }
        if (free != null) {
            free.resume();
        }
    }

    /** Stops the senders, waits for every byte, stops the sinks. */
    private void drain() throws IOException {
        if (paced != null) {
            paced.pause();
        }
        if (free != null) {
            free.pause();
        }
        await("every byte to come out", 1, () -> total(true) == total(false));
        sinks.pause();
    }

    /** Waits until something is found to be so that many times in a row, 4 ms apart. */
    private void await(String what, int wanted, BooleanSupplier condition) {
        long start = System.nanoTime();
        int looks = 0;
        while (looks < wanted) {
            looks = condition.getAsBoolean() ? looks + 1 : 0;
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new RefusedException("waited in vain for " + what + ": " + total(false) + " bytes were sent and "
                        + total(true) + " came out");
            }
            sleep(TimeUnit.MILLISECONDS.toNanos(4));
        }
    }

    private long total(boolean received) {
        return streams.all().stream()
                .mapToLong(stream -> received ? stream.received() : stream.sent())
                .sum();
    }

    private void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
        sinks.check();
        if (paced != null) {
            paced.check();
        }
        if (free != null) {
            free.check();
        }
    }

    @Override
    public void close() throws IOException {
        for (FlowThread thread : new FlowThread[] {paced, free, sinks}) {
            if (thread != null) {
                thread.close();
            }
        }
        streams.close();
    }

    /** What each stream received between two moments. */
    private final class Window {
        private final long[] received = new long[count];
        private final long start = System.nanoTime();
        private long nanos;

        Window() {
            for (int i = 0; i < count; i++) {
                received[i] = -streams.all().get(i).received();
            }
        }

        void end() {
            for (int i = 0; i < count; i++) {
                received[i] += streams.all().get(i).received();
            }
            nanos = System.nanoTime() - start;
        }

        long sum(int first) {
            long sum = 0;
            for (int i = first; i < count; i++) {
                sum += received[i];
            }
            return sum;
        }

        double perNano(int first) {
            return (double) sum(first) / nanos;
        }

        double[] gained(int first) {
            double[] gained = new double[count - first];
            for (int i = first; i < count; i++) {
                gained[i - first] = received[i];
            }
            return gained;
        }
    }
}
