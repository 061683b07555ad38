package dev.vigil.posix;

import jnr.constants.platform.Fcntl;
import jnr.constants.platform.OpenFlags;

/**
 * From {@code <fcntl.h>}: as it stands here where Linux has its usual numbers, and as jnr-constants knows it elsewhere. To ask
 * jnr-constants takes a fifth of the time of a new JVM until its first event. For backends.
 */
public final class FcntlConstants {

    /** Whether this is Linux on a processor with the numbers of {@code asm-generic}, and not Alpha, MIPS, PA-RISC or SPARC. */
    private static final boolean IS_USUAL = OperatingSystem.CURRENT == OperatingSystem.LINUX
            && switch (System.getProperty("os.arch")) {
                case "amd64", "x86_64", "aarch64", "riscv64", "s390x", "ppc64le", "loongarch64" -> true;
                default -> false;
            };

    /** Open for reading. */
    public static final int O_RDONLY = IS_USUAL ? 0 : OpenFlags.O_RDONLY.intValue();
    /** Open for writing. */
    public static final int O_WRONLY = IS_USUAL ? 1 : OpenFlags.O_WRONLY.intValue();
    /** Open for both. */
    public static final int O_RDWR = IS_USUAL ? 2 : OpenFlags.O_RDWR.intValue();
    /** The bits of the three above. */
    public static final int O_ACCMODE = O_RDONLY | O_WRONLY | O_RDWR;
    /** Never wait in read and write. */
    public static final int O_NONBLOCK = IS_USUAL ? 0x800 : OpenFlags.O_NONBLOCK.intValue();
    /** Make the file if it is missing. */
    public static final int O_CREAT = IS_USUAL ? 0x40 : OpenFlags.O_CREAT.intValue();
    /** Empty the file. */
    public static final int O_TRUNC = IS_USUAL ? 0x200 : OpenFlags.O_TRUNC.intValue();
    /** A terminal does not become the controlling one. */
    public static final int O_NOCTTY = IS_USUAL ? 0x100 : OpenFlags.O_NOCTTY.intValue();
    /** Close on exec. */
    public static final int O_CLOEXEC = switch (OperatingSystem.CURRENT) {
        case LINUX -> IS_USUAL ? 0x80000 : OpenFlags.O_CLOEXEC.intValue();
        case MACOS -> 0x1000000;
        case FREEBSD -> 0x100000;
        case OPENBSD -> 0x10000;
        case NETBSD -> 0x400000;
        case DRAGONFLY -> 0x20000;
        case UNKNOWN -> 0;
    };

    /** Asks for the flags of the descriptor. */
    public static final int F_GETFD = IS_USUAL ? 1 : Fcntl.F_GETFD.intValue();
    /** Sets the flags of the descriptor. */
    public static final int F_SETFD = IS_USUAL ? 2 : Fcntl.F_SETFD.intValue();
    /** Asks for the flags of the open file. */
    public static final int F_GETFL = IS_USUAL ? 3 : Fcntl.F_GETFL.intValue();
    /** Sets the flags of the open file. */
    public static final int F_SETFL = IS_USUAL ? 4 : Fcntl.F_SETFL.intValue();
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
