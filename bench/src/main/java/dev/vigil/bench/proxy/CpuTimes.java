package dev.vigil.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** CPU time of a process and those it has started, as Linux tells it, in steps of 10 ms. */
final class CpuTimes {
    private static final long TICK_NANOS = 10_000_000;

    // Counted from the state, which follows the name in parentheses; proc(5) numbers it 3.
    private static final int USER = 14 - 3;
    private static final int SYSTEM = 15 - 3;
    private static final int USER_OF_CHILDREN = 16 - 3;
    private static final int SYSTEM_OF_CHILDREN = 17 - 3;

    private CpuTimes() {}

    /** Nanoseconds, also of children that have ended; empty where there is no /proc. */
    static OptionalLong of(ProcessHandle process) {
        long own = read(process.pid());
        if (own < 0) {
            return OptionalLong.empty();
        }
        // One that ends while we look is missed here, and counted as a child that has ended the next time.
        return OptionalLong.of(own
                + process.descendants()
                        .mapToLong(each -> Math.max(0, read(each.pid())))
                        .sum());
    }

    private static long read(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException e) {
            return -1;
        }
    }

    static long parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field : new int[] {USER, SYSTEM, USER_OF_CHILDREN, SYSTEM_OF_CHILDREN}) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * TICK_NANOS;
    }
}
