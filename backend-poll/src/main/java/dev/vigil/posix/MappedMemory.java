package dev.vigil.posix;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that a file shares with this process, until it is closed. For backends whose kernel side writes into it: who reads a word
 * that the other side writes needs acquire and release, which a {@link java.lang.invoke.VarHandle} over the buffer gives.
 *
 * <p>Nothing guards the buffer after {@link #close}: the address may be somebody else's by then, so whoever closes sees to it
 * that nobody uses the buffer any more. Otherwise any thread may call any method.
 */
public final class MappedMemory implements AutoCloseable {

    /** PROT_READ and PROT_WRITE of {@code <sys/mman.h>}, the same on every system. */
    private static final int READ_AND_WRITE = 1 | 2;

    /** Of {@code <sys/mman.h>}, the same on every system. */
    private static final int MAP_SHARED = 1;

    /** {@code MAP_FAILED} of {@code <sys/mman.h>}. */
    private static final long FAILED = -1;

    private final long address;
    private final int length;
    private final ByteBuffer buffer;

    private MappedMemory(long address, int length) {
        this.address = address;
        this.length = length;
        this.buffer =
                MemoryIO.getInstance().newDirectByteBuffer(address, length).order(ByteOrder.nativeOrder());
    }

    /**
     * Maps a part of a file for reading and writing, shared with whoever else has it.
     *
     * @param fd a descriptor of the file; it may be closed afterwards
     * @param offset where the part begins, a multiple of the page size
     * @param length how long it is in bytes, 1 or more
     * @return the memory
     * @throws ErrnoException if the system refuses
     */
    public static MappedMemory shared(int fd, long offset, int length) throws ErrnoException {
        long address = LibC.functions().mmap(0, length, READ_AND_WRITE, MAP_SHARED, fd, offset);
        if (address == FAILED) {
            throw Errors.failure("mmap", fd, Errno.last());
        }
        return new MappedMemory(address, length);
    }

    /**
     * The memory as a buffer in native byte order. Always the same one: use its absolute methods, before {@link #close} only.
     *
     * @return the buffer
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Gives the memory back to the system. To be called once. */
    @Override
    public void close() {
        // It fails for an address that was never mapped only, and there is nothing to be done about it.
        LibC.functions().munmap(address, length);
    }
}
