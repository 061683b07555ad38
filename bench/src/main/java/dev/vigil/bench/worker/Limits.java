package dev.vigil.bench.worker;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the system allows this process. */
public final class Limits {
    /** Standard streams, jars, and what a mechanism opens for itself. */
    private static final int RESERVED = 32;

    private Limits() {}

    /** RLIMIT_NOFILE, which a JVM raises to the hard limit when it starts. */
    public static int descriptors() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            return (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount());
        }
        return Integer.MAX_VALUE;
    }

    /** Tells that there cannot be so many of something. */
    public static String tooMany(String asked, long most, String descriptorsEach) {
        return asked + ": at most " + most + " fit under this machine's descriptor limit of " + descriptors() + ", at "
                + descriptorsEach + " descriptors each";
    }

    /** Refuses more descriptors than there may be: two for each of {@code watched} and {@code extra}. */
    public static void check(int watched, int extra) {
        long needed = 2L * (watched + extra) + RESERVED;
        int limit = descriptors();
        if (needed > limit) {
            throw new RefusedException("watched=" + watched + " needs " + needed
                    + " descriptors, but RLIMIT_NOFILE is " + limit + ": watched may be " + most(limit, extra)
                    + " at most");
        }
    }

    /** The largest number of watched descriptors under a limit. */
    public static int most(int limit, int extra) {
        return (limit - RESERVED) / 2 - extra;
    }
}
