package dev.vigil.bench.jmh.baseline;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A method call that does nothing, and is not inlined. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmptyCall {
    @Benchmark
    public int call() {
        return answer();
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private int answer() {
        return 42;
    }
}
