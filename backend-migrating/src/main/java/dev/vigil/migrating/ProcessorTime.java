package dev.vigil.migrating;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of the calling thread: unlike the clock on the wall it does not count a wait, or another process. */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean SUPPORTED =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    private static final int TRIALS = 64;

    /** What asking costs, which is in every difference of two readings. */
    private static final long OWN_COST = SUPPORTED ? ownCost() : 0;

    private ProcessorTime() {}

    static boolean isSupported() {
        return SUPPORTED;
    }

    /** Nanoseconds since some moment in the past; 0 where it is not supported. */
    static long now() {
        return SUPPORTED ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    static long since(long start) {
        return between(start, now());
    }

    /** What was used between two readings. */
    static long between(long start, long end) {
        return Math.max(0, end - start - OWN_COST);
    }

    private static long ownCost() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return least;
    }
}
