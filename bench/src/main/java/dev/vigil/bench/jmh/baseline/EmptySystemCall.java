package dev.vigil.bench.jmh.baseline;

import dev.vigil.posix.LibC;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A system call that does nothing: close(-1), which the kernel refuses before it looks at anything. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmptySystemCall {
    @Benchmark
    public int close() {
        return LibC.close(-1);
    }
}
