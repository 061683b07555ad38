package dev.vigil.posix;

import java.util.Locale;

/** The systems whose constants and layouts this package knows. For backends, ends and listeners. */
public enum OperatingSystem {
    /** Linux. */
    LINUX,
    /** macOS. */
    MACOS,
    /** FreeBSD. */
    FREEBSD,
    /** OpenBSD. */
    OPENBSD,
    /** NetBSD. */
    NETBSD,
    /** DragonFly BSD. */
    DRAGONFLY,
    /** Any other: nothing native works there. */
    UNKNOWN;

    /** The system this JVM runs on. */
    public static final OperatingSystem CURRENT = detect();

    private static OperatingSystem detect() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return MACOS;
        }
        for (OperatingSystem system : values()) {
            if (name.startsWith(system.name().toLowerCase(Locale.ROOT))) {
                return system;
            }
        }
        return UNKNOWN;
    }
}
