package dev.vigil.bench.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** CPU time of the threads that poll: all Java threads, for a contender may have its own, but for a scenario's helper. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    static long nanos(Thread helper) {
        return Arrays.stream(THREADS.getAllThreadIds())
                .filter(id -> helper == null || id != helper.getId())
                .map(THREADS::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }
}
