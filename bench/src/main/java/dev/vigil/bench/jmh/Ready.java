package dev.vigil.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** One poll that delivers all that is ready: the cost of {@code active} events. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Ready {
    @Benchmark
    public long poll(ReadyPairs pairs) throws IOException {
        pairs.mechanism.pollNow();
        return pairs.events;
    }
}
