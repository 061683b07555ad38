package dev.vigil.bench.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

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

    /** Without rings: a source makes itself one, and no more, once it has had a use for it. */
    private static long openDescriptors() {
        String[] open = new File("/proc/self/fd").list();
        if (open == null) {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? system.getOpenFileDescriptorCount()
                    : -1;
        }
        return Arrays.stream(open).filter(fd -> !isRing(fd)).count();
    }

    private static boolean isRing(String fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", fd))
                    .toString()
                    .contains("[io_uring]");
        } catch (IOException e) {
            // Closed by now, such as that of the list itself, which every count has.
            return false;
        }
    }

    private static int liveThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
