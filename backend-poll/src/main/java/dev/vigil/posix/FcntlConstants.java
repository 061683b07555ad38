package dev.vigil.posix;

import jnr.constants.platform.Fcntl;
import jnr.constants.platform.OpenFlags;

/** From {@code <fcntl.h>}, as jnr-constants knows it for this system. For backends. */
public final class FcntlConstants {

    /** Open for reading. */
    public static final int O_RDONLY = OpenFlags.O_RDONLY.intValue();
    /** Open for writing. */
    public static final int O_WRONLY = OpenFlags.O_WRONLY.intValue();
    /** Open for both. */
    public static final int O_RDWR = OpenFlags.O_RDWR.intValue();
    /** The bits of the three above. */
    public static final int O_ACCMODE = O_RDONLY | O_WRONLY | O_RDWR;
    /** Never wait in read and write. */
    public static final int O_NONBLOCK = OpenFlags.O_NONBLOCK.intValue();
    /** Make the file if it is missing. */
    public static final int O_CREAT = OpenFlags.O_CREAT.intValue();
    /** Empty the file. */
    public static final int O_TRUNC = OpenFlags.O_TRUNC.intValue();
    /** A terminal does not become the controlling one. */
    public static final int O_NOCTTY = OpenFlags.O_NOCTTY.intValue();
    /** Close on exec. */
    public static final int O_CLOEXEC = switch (OperatingSystem.CURRENT) {
        case LINUX -> OpenFlags.O_CLOEXEC.intValue();
        case MACOS -> 0x1000000;
        case FREEBSD -> 0x100000;
        case OPENBSD -> 0x10000;
        case NETBSD -> 0x400000;
        case DRAGONFLY -> 0x20000;
        case UNKNOWN -> 0;
    };

    /** Asks for the flags of the descriptor. */
    public static final int F_GETFD = Fcntl.F_GETFD.intValue();
    /** Sets the flags of the descriptor. */
    public static final int F_SETFD = Fcntl.F_SETFD.intValue();
    /** Asks for the flags of the open file. */
    public static final int F_GETFL = Fcntl.F_GETFL.intValue();
    /** Sets the flags of the open file. */
    public static final int F_SETFL = Fcntl.F_SETFL.intValue();
    /** Duplicates to the first free number from a given one, with close on exec. */
    public static final int F_DUPFD_CLOEXEC = switch (OperatingSystem.CURRENT) {
        case LINUX -> 1030;
        case MACOS -> 67;
        case FREEBSD, DRAGONFLY -> 17;
        case OPENBSD -> 10;
        case NETBSD -> 12;
        case UNKNOWN -> 0;
    };
    /** The only flag of a descriptor: close on exec. */
    public static final int FD_CLOEXEC = 1;

    /** Never wait in {@code splice}; Linux only, the same number for every processor. */
    public static final int SPLICE_F_NONBLOCK = 2;

    private FcntlConstants() {}
}
