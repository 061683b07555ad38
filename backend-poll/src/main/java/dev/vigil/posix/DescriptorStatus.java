package dev.vigil.posix;

import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * What an open descriptor is. Device and inode together tell two open pipes, sockets or files apart; on Linux all
 * descriptors of type {@link DescriptorType#OTHER} share one inode, and prove nothing.
 *
 * @param type what it refers to
 * @param device the device that holds it, {@code st_dev}
 * @param inode its number there, {@code st_ino}
 */
public record DescriptorStatus(DescriptorType type, long device, long inode) {

    /**
     * Asks the system about a descriptor, by {@code fstat(2)}.
     *
     * @param fd the descriptor
     * @return what it is
     * @throws ErrnoException if the descriptor is not open
     */
    public static DescriptorStatus of(int fd) throws ErrnoException {
        NativeSupport.require();
        return LinuxStat.LAYOUT != null ? LinuxStat.LAYOUT.of(fd) : JnrStat.of(fd);
    }

    /**
     * Whether a descriptor has this status now. Allocates nothing where {@link LinuxStat} knows the layout.
     *
     * @param fd the descriptor
     * @return true if type, device and inode are these
     * @throws ErrnoException if the descriptor is not open
     */
    public boolean isOf(int fd) throws ErrnoException {
        return LinuxStat.LAYOUT != null ? LinuxStat.LAYOUT.isOf(this, fd) : equals(JnrStat.of(fd));
    }

    /** The whole of it by jnr-posix. Run on Linux only, against the other one. */
    static final class JnrStat {
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
