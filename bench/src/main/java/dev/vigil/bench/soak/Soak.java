package dev.vigil.bench.soak;

import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * A long run of short connections within one process: some clients on one loop, an echo server on another. After each part, usually a tenth, no
 * connection is open for a moment, and what the process holds then is looked at.
 */
public final class Soak {
    /** Who looks on. */
    public interface Viewer {
        /**
         * About once a second.
         *
         * @param seconds since the run began
         * @param connections since the run began
         * @param open how many are open
         * @param medianNanos of the latency, of the part that runs
         * @param levels what the process holds
         */
        void running(double seconds, long connections, int open, long medianNanos, SoakLevels levels);

        /**
         * A part is over.
         *
         * @param interval what it was
         */
        void ended(SoakInterval interval);
    }

    /**
     * What became of it.
     *
     * @param backend that was used
     * @param intervals its parts
     * @param connections how many there were
     * @param byHabit how many ended as they should
     * @param urgents how many urgent bytes the server was told of
     * @param reasons what is wrong, one line each
     */
    public record Outcome(
            String backend,
            List<SoakInterval> intervals,
            long connections,
            Map<String, Long> byHabit,
            long urgents,
            List<String> reasons) {}

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long LOOK_MILLIS = 1000;

    /** How long the server may take to see the last end. */
    private static final long SETTLED_NANOS = 5_000_000_000L;

    private final SoakSettings settings;
    private final Viewer viewer;
    private final SoakCounts counts = new SoakCounts();
    private final List<SoakInterval> intervals = new ArrayList<>();
    private final long start = System.nanoTime();
    private SoakServer server;
    private SoakClient client;

    private Soak(SoakSettings settings, Viewer viewer) {
        this.settings = settings;
        this.viewer = viewer;
    }

    /**
     * Runs it.
     *
     * @param settings how long, and with what
     * @param viewer is told meanwhile, by the calling thread
     * @return what became of it
     * @throws IOException if the system refuses what is needed to begin
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static Outcome run(SoakSettings settings, Viewer viewer) throws IOException, InterruptedException {
        Soak soak = new Soak(settings, viewer);
        try (SoakServer server = new SoakServer(settings.source(), soak::failed)) {
            soak.server = server;
            try (SoakClient client = new SoakClient(
                    settings.source(),
                    server.address(),
                    settings.concurrent(),
                    settings.seed(),
                    soak.counts,
                    soak::failed)) {
                soak.client = client;
                return soak.run();
            }
        }
    }

    private void failed(Object loop, Throwable thrown) {
        counts.failed("a loop was told " + thrown);
    }

    private Outcome run() throws InterruptedException {
        int parts = settings.parts();
        for (int part = 1; part <= parts; part++) {
            long connections = settings.connections() == 0
                    ? Long.MAX_VALUE
                    : settings.connections() * part / parts - settings.connections() * (part - 1) / parts;
            double until = settings.nanos() == 0 ? Double.MAX_VALUE : (double) settings.nanos() / parts * part;
            part(connections, until);
        }
        Map<String, Long> byHabit = new TreeMap<>();
        counts.byHabit().forEach((habit, count) -> byHabit.put(habit.name(), count));
        List<String> reasons = new ArrayList<>(SoakVerdict.reasons(intervals, counts.failures()));
        if (server.open() > 0) {
            reasons.add("the server holds " + server.open() + " connections that no client has");
        }
        return new Outcome(server.backend(), intervals, counts.connections(), byHabit, server.urgents(), reasons);
    }

    private void part(long connections, double until) throws InterruptedException {
        long before = counts.connections();
        long begun = System.nanoTime();
        CompletableFuture<Void> ended = client.run(connections);
        Histogram latencies = client.latencies();
        latencies.reset();
        boolean stopped = false;
        while (!isDone(ended, until)) {
            latencies.add(client.latencies());
            viewer.running(
                    seconds(),
                    counts.connections(),
                    server.open(),
                    latencies.getValueAtPercentile(50),
                    SoakLevels.now());
            if (!stopped && System.nanoTime() - start >= until) {
                stopped = true;
                client.stop();
            }
        }
        latencies.add(client.latencies());
        double took = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        SoakLevels levels = settled();
        long count = counts.connections() - before;
        SoakInterval interval = new SoakInterval(
                seconds(),
                count,
                count / took,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                levels);
        intervals.add(interval);
        viewer.ended(interval);
    }

    private boolean isDone(CompletableFuture<Void> ended, double until) throws InterruptedException {
        double left = until - (System.nanoTime() - start);
        long wait = left <= 0 ? LOOK_MILLIS : (long) Math.min(LOOK_MILLIS, left / NANOS_PER_MILLI + 1);
        try {
            ended.get(wait, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is held once the server has seen every end, and both loops have closed what they had to. */
    private SoakLevels settled() throws InterruptedException {
        server.awaitNone(SETTLED_NANOS);
        turn(client.loop);
        turn(server.loop());
        return SoakLevels.collected();
    }

    /** Returns when a loop has polled: a selector frees the descriptors of closed channels then, not before. */
    private static void turn(EventLoop loop) throws InterruptedException {
        CountDownLatch polled = new CountDownLatch(1);
        // A timer that is set by a task is due after the next poll.
        loop.execute(() -> loop.schedule(Duration.ofNanos(1), polled::countDown));
        polled.await();
    }

    private double seconds() {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
