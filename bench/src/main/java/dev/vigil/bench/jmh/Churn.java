package dev.vigil.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Registering a descriptor and cancelling it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Churn {
    @Benchmark
    public void registerAndCancel(WatchedPairs pairs) throws IOException {
        pairs.addExtra();
        pairs.removeExtra();
    }
}
