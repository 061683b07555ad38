package dev.vigil.bench.flow;

import dev.vigil.bench.flow.Hops.Hop;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Streams from a source of a settable rate through a relay to a far end of a settable delay, all in this process. */
public final class PipelineWork implements Workload {
    private static final int KIB = 1024;
    private static final int MIB = 1 << 20;
    private static final int MOST = 20_000;
    private static final int RAMP_TRIPS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final double NANOS_PER_SECOND = 1e9;

    /** What moves bytes from one channel to another; it may close them. */
    public interface Joint extends AutoCloseable {
        void join(SocketChannel from, SocketChannel to) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Makes one whose depth, for each direction, is so many bytes. */
    public interface Joints {
        Joint open(int depth) throws IOException;
    }

    private final Joints joints;
    private final int count;
    private final int depth;
    private final long delayNanos;
    private final double rate;
    private final List<Stream> streams = new ArrayList<>();
    private int kernel;
    private Hops hops;
    private Joint joint;
    private LineSource source;
    private GatedSinks sinks;

    /** {@code joints} is null for what the formula says. */
    public PipelineWork(Joints joints, Request request) {
        this.joints = joints;
        count = (int) request.number("streams", 1, 1, MOST);
        depth = (int) request.number("depth", 1, 1 << 18) * KIB;
        delayNanos = TimeUnit.MILLISECONDS.toNanos(request.number("delay", 20, 1, 10_000));
        rate = (double) MIB * request.number("rate", 16, 1, 1 << 12);
    }

    @Override
    public void open() throws IOException {
        hops = new Hops();
        // One before the relay and one behind it.
        kernel = 2 * hops.usual();
        if (joints == null) {
            return;
        }
        joint = joints.open(depth);
        for (int i = 0; i < count; i++) {
            Hop near = hops.open();
            Hop far = hops.open();
            joint.join(near.out(), far.in());
            streams.add(new Stream(near.in(), far.out()));
        }
        source = new LineSource(streams, rate);
        sinks = new GatedSinks(streams, delayNanos);
    }

    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        double delay = delayNanos / NANOS_PER_SECOND;
        reply.put("formula", Double.toString(Warner.throughput(count, depth + kernel, delay, rate)))
                .put("formula-idle", Double.toString(Warner.idle((double) count * (depth + kernel), delay, rate)))
                .put("kernel", kernel);
        if (joints == null) {
            return;
        }
        long before = received();
        sinks.resume();
        source.resume();
        sleep(RAMP_TRIPS * delayNanos);
        sinks.beginHeld();
        long start = System.nanoTime();
        long from = received();
        // Whole round trips: of each stream so many windows come out of it.
        sleep(Math.max(1, budget.nanos() / delayNanos) * delayNanos);
        long bytes = received() - from;
        reply.put("nanos", System.nanoTime() - start)
                .put("bytes", bytes)
                .put("held", Long.toString(Math.round(sinks.held())));
        source.pause();
        drain();
        sinks.pause();
        reply.put("events", received() - before);
    }

    private void drain() {
        long start = System.nanoTime();
        while (received() < streams.stream().mapToLong(Stream::sent).sum()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new RefusedException("waited in vain for every byte to come out");
            }
            sleep(delayNanos);
        }
    }

    private long received() {
        return streams.stream().mapToLong(Stream::received).sum();
    }

    private void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
        source.check();
        sinks.check();
    }

    @Override
    public void close() throws IOException {
        for (FlowThread thread : new FlowThread[] {source, sinks}) {
            if (thread != null) {
                thread.close();
            }
        }
        if (joint != null) {
            joint.close();
        }
        if (hops != null) {
            hops.close();
        }
    }
}
