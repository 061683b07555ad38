package dev.vigil.bench.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** CPU time of the threads that poll: all Java threads, for a contender may have its own, but for a scenario's helper. */
public final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    static long nanos(Thread helper) {
        return nanos(threads(helper));
    }

    /** The threads that there are now, but for a helper if there is one. */
    public static long[] threads(Thread helper) {
        return Arrays.stream(THREADS.getAllThreadIds())
                .filter(id -> helper == null || id != helper.getId())
                .toArray();
    }

    /** What these threads have used so far. */
    public static long nanos(long[] threads) {
        long sum = 0;
        for (long id : threads) {
            // Of a thread that has ended it is -1.
            sum += Math.max(0, THREADS.getThreadCpuTime(id));
        }
        return sum;
    }
}
