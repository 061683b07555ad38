package dev.vigil.bench.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process holds.
 *
 * @param heap bytes that a collection leaves
 * @param direct bytes of direct buffers
 * @param descriptors how many are open, or -1 where the system does not tell
 * @param threads how many live
 */
public record SoakLevels(long heap, long direct, long descriptors, int threads) {
    private static final int COLLECTIONS = 3;

    /** Of this moment; the heap as it is. */
    static SoakLevels now() {
        return new SoakLevels(used(), directBuffers(), openDescriptors(), liveThreads());
    }

    /** After some collections: what is reachable, and what was left to a cleaner is gone. */
    static SoakLevels collected() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            heap = Math.min(heap, used());
        }
        return new SoakLevels(heap, directBuffers(), openDescriptors(), liveThreads());
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long openDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : -1;
    }

    private static int liveThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
