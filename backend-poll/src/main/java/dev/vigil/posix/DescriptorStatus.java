package dev.vigil.posix;

import java.nio.ByteBuffer;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * What an open descriptor is. Device and inode together tell two open pipes, sockets or files apart; on Linux all
 * descriptors of type {@link DescriptorType#OTHER} share one inode, and prove nothing.
 *
 * @param type what it refers to
 * @param device the device that holds it, {@code st_dev}, in an encoding of this library
 * @param inode its number there, {@code st_ino}
 */
public record DescriptorStatus(DescriptorType type, long device, long inode) {

    /**
     * Asks the system about a descriptor.
     *
     * @param fd the descriptor
     * @return what it is
     * @throws ErrnoException if the descriptor is not open
     */
    public static DescriptorStatus of(int fd) throws ErrnoException {
        return OperatingSystem.CURRENT == OperatingSystem.LINUX ? Statx.of(fd) : Fstat.of(fd);
    }

    /**
     * From {@code <linux/stat.h>}: {@code struct statx} is the one layout that all processors share, where {@code struct
     * stat} has one for each. Linux 4.11, glibc 2.28; older kernels are helped out by glibc.
     */
    private static final class Statx {
        private static final int AT_EMPTY_PATH = 0x1000;
        private static final int STATX_TYPE_AND_INO = 0x001 | 0x100;
        private static final int SIZE = 256;
        private static final int STX_MODE = 28;
        private static final int STX_INO = 32;
        private static final int STX_DEV_MAJOR = 136;
        private static final int STX_DEV_MINOR = 140;
        /** The empty path, behind the structure. */
        private static final int PATH = SIZE;

        static DescriptorStatus of(int fd) throws ErrnoException {
            NativeMemory memory = ThreadMemory.atLeast(SIZE + 1);
            ByteBuffer statx = memory.buffer();
            statx.put(PATH, (byte) 0);
            Errors.check(
                    "statx",
                    fd,
                    LibC.functions()
                            .statx(fd, memory.address() + PATH, AT_EMPTY_PATH, STATX_TYPE_AND_INO, memory.address()));
            long device =
                    (long) statx.getInt(STX_DEV_MAJOR) << 32 | Integer.toUnsignedLong(statx.getInt(STX_DEV_MINOR));
            return new DescriptorStatus(
                    DescriptorType.ofMode(statx.getShort(STX_MODE)), device, statx.getLong(STX_INO));
        }
    }

    /** Elsewhere jnr-posix knows the layouts of {@code struct stat}. Run on Linux only, against the other one. */
    static final class Fstat {
        private static final POSIX SYSTEM = POSIXFactory.getNativePOSIX();

        static DescriptorStatus of(int fd) throws ErrnoException {
            FileStat stat = SYSTEM.allocateStat();
            if (SYSTEM.fstat(fd, stat) < 0) {
                throw Errors.failure("fstat", fd, SYSTEM.errno());
            }
            return new DescriptorStatus(DescriptorType.ofMode(stat.mode()), stat.dev(), stat.ino());
        }
    }
}
