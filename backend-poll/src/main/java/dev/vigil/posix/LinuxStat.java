package dev.vigil.posix;

import java.nio.ByteBuffer;

/**
 * {@code fstat(2)} of Linux, where the layout of its {@code struct stat} is known. The call is not jnr-posix's: its first one
 * binds some hundred functions, which takes longer than all else at start-up, and each costs the tenfold, where a poll source
 * makes one for every registration.
 *
 * @param size the size of the structure
 * @param mode where {@code st_mode} is, 32 bits
 * @param device where {@code st_dev} is, 64 bits
 * @param inode where {@code st_ino} is, 64 bits
 * @param version what {@code __fxstat} is told, {@code _STAT_VER} of glibc
 */
record LinuxStat(int size, int mode, int device, int inode, int version) {

    /** {@code arch/x86/include/uapi/asm/stat.h}. */
    static final LinuxStat X86_64 = new LinuxStat(144, 24, 0, 8, 1);

    /** {@code include/uapi/asm-generic/stat.h}. */
    static final LinuxStat GENERIC = new LinuxStat(128, 16, 0, 8, 0);

    /** That of this processor, or null if it is none of these or the system is another. */
    static final LinuxStat LAYOUT = OperatingSystem.CURRENT == OperatingSystem.LINUX ? find() : null;

    private static LinuxStat find() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "riscv64" -> GENERIC;
            default -> null;
        };
    }

    DescriptorStatus of(int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(size)) {
            ask(fd, memory);
            return decode(memory.buffer());
        }
    }

    boolean isOf(DescriptorStatus status, int fd) throws ErrnoException {
        try (Scratch memory = Scratch.take(size)) {
            ask(fd, memory);
            ByteBuffer stat = memory.buffer();
            return status.inode() == stat.getLong(inode)
                    && status.device() == stat.getLong(device)
                    && status.type() == DescriptorType.ofMode(stat.getInt(mode));
        }
    }

    private void ask(int fd, Scratch memory) throws ErrnoException {
        Errors.check("fstat", fd, Exported.FSTAT ? fstat(fd, memory.address()) : oldFstat(fd, memory.address()));
    }

    DescriptorStatus decode(ByteBuffer stat) {
        return new DescriptorStatus(
                DescriptorType.ofMode(stat.getInt(mode)), stat.getLong(device), stat.getLong(inode));
    }

    private static int fstat(int fd, long stat) {
        return LibC.functions().fstat(fd, stat);
    }

    /** Before 2.33 glibc has fstat in its header only, which calls this. */
    int oldFstat(int fd, long stat) {
        return LibC.functions().__fxstat(version, fd, stat);
    }

    /** Found by a call that is refused. */
    private static final class Exported {
        static final boolean FSTAT = isExported();

        private static boolean isExported() {
            try {
                return fstat(-1, 0) < 0;
            } catch (UnsatisfiedLinkError e) {
                return false;
            }
        }
    }
}
