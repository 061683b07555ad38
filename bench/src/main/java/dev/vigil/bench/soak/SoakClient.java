package dev.vigil.bench.soak;

import dev.vigil.EventSourceBuilder;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.LoopExceptionHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** One loop that keeps so many conversations going. All but the methods that say otherwise is for its thread. */
final class SoakClient implements AutoCloseable {
    /** Loopback has a network of addresses on Linux. With several, no port is waited for until it is free again. */
    private static final int ADDRESSES = 64;

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final int DIGITS = 2;

    final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    final EventLoop loop;
    private final InetSocketAddress server;
    private final int concurrent;
    private final Random random;
    private final SoakCounts counts;
    private final SingleWriterRecorder latencies = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    private final Set<Conversation> active = new HashSet<>();
    private final boolean hasNetwork =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");

    /** How many may be begun before the next pause. */
    private long left;

    private CompletableFuture<Void> idle = new CompletableFuture<>();

    SoakClient(
            EventSourceBuilder source,
            InetSocketAddress server,
            int concurrent,
            long seed,
            SoakCounts counts,
            LoopExceptionHandler failures)
            throws IOException {
        this.server = server;
        this.concurrent = concurrent;
        this.random = new Random(seed);
        this.counts = counts;
        loop = EventLoop.builder()
                .name("soak-client")
                .source(source)
                .onException(failures)
                .daemon(true)
                .start();
        loop.schedulePeriodically(SWEEP, this::sweep);
    }

    /** Begins so many conversations, one after the other; the answer comes when all have ended. By any thread. */
    CompletableFuture<Void> run(long connections) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        loop.execute(() -> {
            idle = ended;
            left = connections;
            fill();
        });
        return ended;
    }

    /** Begins no more. By any thread. */
    void stop() {
        loop.execute(() -> {
            left = 0;
            fill();
        });
    }

    /** What was measured since the last call, by any one thread. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    private void fill() {
        while (left > 0 && active.size() < concurrent) {
            left--;
            begin();
        }
        if (left == 0 && active.isEmpty()) {
            idle.complete(null);
        }
    }

    private void begin() {
        Habit habit = Habit.drawn(random.nextInt(Integer.MAX_VALUE));
        try {
            active.add(Conversation.begin(this, habit, random));
            counts.begun();
        } catch (IOException e) {
            counts.failed(habit + ": " + e);
        }
    }

    /** The address of this side of the next connection, or null for any. */
    InetSocketAddress local() throws IOException {
        if (!hasNetwork) {
            return null;
        }
        byte[] address = {127, 0, 1, (byte) (1 + random.nextInt(ADDRESSES))};
        return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    }

    InetSocketAddress server() {
        return server;
    }

    void measured(long nanos) {
        latencies.recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
    }

    void ended(Conversation conversation, String failure) {
        active.remove(conversation);
        if (failure == null) {
            counts.ended(conversation.habit());
        } else {
            counts.failed(conversation.habit() + ": " + failure);
        }
        // Not from here: the handler that ends one would begin the next, and so on.
        loop.execute(this::fill);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Conversation conversation : List.copyOf(active)) {
            if (now - conversation.begun() > LONGEST_NANOS) {
                conversation.fail("no end after " + LONGEST_NANOS / 1_000_000_000L + " s: " + conversation);
            }
        }
    }

    @Override
    public void close() {
        loop.close();
        for (Conversation conversation : List.copyOf(active)) {
            conversation.closeQuietly();
        }
    }
}
