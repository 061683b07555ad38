package dev.vigil.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A wake-up without a poller, and the poll that it makes return at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WakeUp {
    @Benchmark
    public void wakeUpAndPoll(WatchedPairs pairs) throws IOException {
        pairs.mechanism.wake();
        pairs.mechanism.poll();
    }
}
