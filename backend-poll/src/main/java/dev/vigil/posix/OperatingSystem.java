package dev.vigil.posix;

import jnr.ffi.Platform;

/** The systems whose constants and layouts this package knows. */
enum OperatingSystem {
    LINUX,
    MACOS,
    FREEBSD,
    OPENBSD,
    NETBSD,
    DRAGONFLY,
    UNKNOWN;

    /** The system this JVM runs on. */
    static final OperatingSystem CURRENT = detect();

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
