package dev.vigil.stream;

import java.util.concurrent.atomic.AtomicLong;

/** What a stream, or all streams of a loop, have moved so far. Counted by the loop's thread, read by any. */
final class StreamCounters {
    /** Counts along; null for the sum itself. */
    private final StreamCounters sum;

    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong stalls = new AtomicLong();

    StreamCounters(StreamCounters sum) {
        this.sum = sum;
    }

    void read(int bytes) {
        add(reads, 1);
        add(bytesRead, bytes);
        if (sum != null) {
            sum.read(bytes);
        }
    }

    void written(int bytes) {
        add(writes, 1);
        add(bytesWritten, bytes);
        if (sum != null) {
            sum.written(bytes);
        }
    }

    void stalled() {
        add(stalls, 1);
        if (sum != null) {
            sum.stalled();
        }
    }

    /** One thread writes, so that nothing need be atomic. */
    private static void add(AtomicLong counter, long amount) {
        counter.lazySet(counter.getPlain() + amount);
    }

    StreamCounts counts() {
        return new StreamCounts(bytesRead.get(), bytesWritten.get(), reads.get(), writes.get(), stalls.get());
    }
}
