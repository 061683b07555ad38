package dev.vigil.bench.mechanism;

import dev.vigil.posix.Errno;
import dev.vigil.posix.LibC;
import dev.vigil.posix.NativeMemory;
import java.io.IOException;

/** Reads and writes of one byte, by number: the same for every contender. */
public final class ByteIo {
    // Held for as long as the class, and so valid.
    private static final NativeMemory MEMORY = NativeMemory.allocate(64);
    private static final long READ_ADDRESS = MEMORY.address();
    private static final long WRITE_ADDRESS = MEMORY.address() + 1;

    private ByteIo() {}

    /** Reads a byte; false if there is none. */
    public static boolean read(int fd) throws IOException {
        if (LibC.read(fd, READ_ADDRESS, 1) == 1) {
            return true;
        }
        if (Errno.last() == Errno.EAGAIN) {
            return false;
        }
        throw new IOException("read of descriptor " + fd + " failed: " + Errno.name(Errno.last()));
    }

    /** Writes a byte. */
    public static void write(int fd) throws IOException {
        if (LibC.write(fd, WRITE_ADDRESS, 1) != 1) {
            throw new IOException("write to descriptor " + fd + " failed: " + Errno.name(Errno.last()));
        }
    }
}
