package dev.vigil.bench.virtual;

import com.sun.management.OperatingSystemMXBean;
import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Pairs of threads with a line between them, and a message on each line that goes to and fro while a round lasts. In between all of them
 * wait to read, and then a further thread, which has nothing to do with them, is started and timed.
 */
public final class VirtualWork implements Workload {
    private static final int MESSAGE = 64;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int STALLS = 5;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final boolean virtual;
    private final int threads;
    private final Lines lines;
    private final List<Asker> askers = new ArrayList<>();
    private final Histogram times = new ConcurrentHistogram(3);
    private final LongAdder messages = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean goesOn;
    private volatile boolean closing;
    private volatile Throwable failure;

    public VirtualWork(String contender, Request request) {
        virtual = !contender.equals(VirtualContenders.PLATFORM);
        threads = (int) request.number("threads", 2, 1_000_000);
        lines = new Lines(
                contender.equals(VirtualContenders.VIGIL), request.requiredChoice("kind", "pipe", "unix", "tcp"));
    }

    @Override
    public void open() throws IOException {
        for (int i = 0; i < threads / 2; i++) {
            ByteChannel[] ends = lines.open();
            Asker asker = new Asker(ends[0]);
            askers.add(asker);
            start(asker);
            start(new Answerer(ends[1]));
        }
        round(new Budget(1, 0), new Reply());
    }

    private Thread start(Runnable work) {
        if (!virtual) {
            Thread thread = new Thread(null, work, "pong", 1 << 18);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
        try {
            // Compiled for releases that have none.
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            return (Thread) start.invoke(null, work);
        } catch (ReflectiveOperationException e) {
            throw new RefusedException("no virtual threads here: " + e);
        }
    }

    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        times.reset();
        messages.reset();
        goesOn = true;
        underWay.set(askers.size());
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        for (Asker asker : askers) {
            asker.ask();
        }
        long end = start + budget.nanos();
        for (long left = budget.nanos(); left > 0 && failure == null; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        goesOn = false;
        while (underWay.get() > 0 && failure == null) {
            if (System.nanoTime() - start > budget.nanos() + PATIENCE_NANOS) {
                throw new RefusedException(underWay.get() + " messages were lost");
            }
            LockSupport.parkNanos(50_000);
        }
        long took = System.nanoTime() - start;
        cpu = SYSTEM.getProcessCpuTime() - cpu;
        if (failure != null) {
            throw new RefusedException("a thread failed: " + failure);
        }
        reply.put("iterations", messages.sum())
                .put("events", messages.sum())
                .put("nanos", took)
                .put("cpu", cpu)
                .put("stall", stall())
                .put("count", times.getTotalCount())
                .put("p50", times.getValueAtPercentile(50))
                .put("p99", times.getValueAtPercentile(99));
    }

    /** The longest of a few times until a thread that has nothing to do with the others runs, while these wait. */
    private long stall() {
        long longest = 0;
        for (int i = 0; i < STALLS; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            long[] at = new long[1];
            long start = System.nanoTime();
            start(() -> {
                at[0] = System.nanoTime();
                ran.countDown();
            });
            try {
                if (!ran.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                    throw new RefusedException("a thread did not run within a minute, while all others wait");
                }
            } catch (InterruptedException e) {
                throw new RefusedException("interrupted");
            }
            longest = Math.max(longest, at[0] - start);
        }
        return longest;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        lines.close();
    }

    private void failed(Throwable e) {
        if (!closing) {
            failure = e;
        }
    }

    /** Reads a message; false at the end. */
    private static boolean read(ByteChannel channel, ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            if (channel.read(message) < 0) {
                return false;
            }
        }
        message.flip();
        return true;
    }

    private static void write(ByteChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** Times how long its message takes to come back. */
    private final class Asker implements Runnable {
        private final ByteChannel channel;
        private final ByteBuffer message = ByteBuffer.allocate(MESSAGE);
        private volatile long askedAt;

        Asker(ByteChannel channel) {
            this.channel = channel;
        }

        /** Sends the first message of a round; the thread waits for it by now, or soon. */
        void ask() throws IOException {
            askedAt = System.nanoTime();
            write(channel, ByteBuffer.allocate(MESSAGE));
        }

        @Override
        public void run() {
            try {
                while (read(channel, message)) {
                    long now = System.nanoTime();
                    times.recordValue(now - askedAt);
                    messages.add(2);
                    if (goesOn) {
                        askedAt = now;
                        write(channel, message);
                    } else {
                        underWay.decrementAndGet();
                    }
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }

    private final class Answerer implements Runnable {
        private final ByteChannel channel;

        Answerer(ByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public void run() {
            ByteBuffer message = ByteBuffer.allocate(MESSAGE);
            try {
                while (read(channel, message)) {
                    write(channel, message);
                }
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }
}
