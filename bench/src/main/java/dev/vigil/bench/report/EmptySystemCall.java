package dev.vigil.bench.report;

import dev.vigil.posix.LibC;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a system call costs that does nothing: it decides what batching calls, or leaving one out, is worth on a machine.
 * With page-table isolation it is ten times what it is without, and no figure travels from one to the other.
 */
final class EmptySystemCall {
    private static final int WARM_UP = 20_000;
    private static final int BATCHES = 15;
    private static final int BATCH = 1_000;

    /** F_GETFD of fcntl(2), the same on every system. */
    private static final int GET_FLAGS = 1;

    private EmptySystemCall() {}

    /** Nanoseconds, the way through the binding included; empty where there are no native calls. */
    static OptionalDouble nanos() {
        try {
            run(WARM_UP);
            double[] nanos = new double[BATCHES];
            for (int i = 0; i < BATCHES; i++) {
                long start = System.nanoTime();
                run(BATCH);
                nanos[i] = (System.nanoTime() - start) / (double) BATCH;
            }
            Arrays.sort(nanos);
            return OptionalDouble.of(nanos[BATCHES / 2]);
        } catch (LinkageError e) {
            return OptionalDouble.empty();
        }
    }

    /** A descriptor that is none: the kernel finds that out, and is back. */
    private static void run(int times) {
        for (int i = 0; i < times; i++) {
            LibC.fcntl(-1, GET_FLAGS, 0);
        }
    }
}
