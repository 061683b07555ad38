package dev.vigil.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Adding WRITE to an interest and taking it away. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Update {
    @Benchmark
    public void toAndFro(UpdatedPairs pairs) throws IOException {
        pairs.updateExtra(true);
        pairs.updateExtra(false);
    }
}
