package dev.vigil.posix;

import jnr.ffi.Platform;

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
        return switch (Platform.getNativePlatform().getOS()) {
            case LINUX -> LINUX;
            case DARWIN -> MACOS;
            case FREEBSD -> FREEBSD;
            case OPENBSD -> OPENBSD;
            case NETBSD -> NETBSD;
            case DRAGONFLY -> DRAGONFLY;
            default -> UNKNOWN;
        };
    }
}
