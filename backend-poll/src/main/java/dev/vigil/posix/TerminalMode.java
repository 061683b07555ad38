package dev.vigil.posix;

import java.nio.ByteBuffer;

/**
 * How a terminal reads, from {@code <termios.h>}. With {@code ICANON} it reads lines, and 0 bytes are an end of file that
 * was typed. Without it, and with {@code VMIN} 0, a read takes what is there, and 0 bytes say that this is nothing.
 */
final class TerminalMode {

    /** Room for the {@code struct termios} of every system: 60 bytes on Linux, 72 on macOS, 44 on the BSDs. */
    private static final int SIZE = 128;

    /** Where {@code c_lflag} is. {@code tcflag_t} is 64 bits on macOS and 32 elsewhere; both are little-endian. */
    private static final int LOCAL_FLAGS = OperatingSystem.CURRENT == OperatingSystem.MACOS ? 24 : 12;

    /** Lines are read; in {@code c_lflag}. */
    private static final int ICANON = OperatingSystem.CURRENT == OperatingSystem.LINUX ? 0x2 : 0x100;

    /** How many bytes a read waits for: in {@code c_cc} behind the flags, and on Linux behind {@code c_line}. */
    private static final int VMIN = switch (OperatingSystem.CURRENT) {
        case LINUX -> 16 + 1 + 6;
        case MACOS -> 32 + 16;
        default -> 16 + 16;
    };

    private TerminalMode() {}

    /** Whether a read of 0 bytes is no end: true for a terminal that is still there, with VMIN 0 and without ICANON. */
    static boolean isPolling(int fd) {
        try (Scratch memory = Scratch.take(SIZE)) {
            // ENOTTY: no terminal. EIO: one that was hung up.
            if (LibC.functions().tcgetattr(fd, memory.address()) != 0) {
                return false;
            }
            ByteBuffer termios = memory.buffer();
            return (termios.getInt(LOCAL_FLAGS) & ICANON) == 0 && termios.get(VMIN) == 0;
        }
    }
}
