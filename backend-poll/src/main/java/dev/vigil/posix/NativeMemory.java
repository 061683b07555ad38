package dev.vigil.posix;

import com.kenai.jffi.MemoryIO;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of memory outside the heap, zeroed, with its address. For backends.
 *
 * <p>It is read and written through {@link #buffer()}, absolutely, and handed to native calls as {@link #address()}.
 * It lives as long as this object (or its buffer) is reachable; a backend keeps it in a field of whatever calls.
 */
public final class NativeMemory {

    /** A cache line. */
    private static final int ALIGNMENT = 64;

    private final ByteBuffer buffer;
    private final long address;

    private NativeMemory(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
    }

    /**
     * Allocates a block at an address that is a multiple of 64: no structure in it straddles a cache line needlessly.
     *
     * @param bytes its size, 1 or more
     * @return the block, filled with zeros
     * @throws IllegalArgumentException if the size is 0 or negative
     * @throws UnsatisfiedLinkError if native calls cannot be made here
     */
    public static NativeMemory allocate(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("size " + bytes + ": must be 1 or more");
        }
        NativeSupport.require();
        ByteBuffer block = ByteBuffer.allocateDirect(Math.addExact(bytes, ALIGNMENT - 1));
        int skip = -block.alignmentOffset(0, ALIGNMENT) & (ALIGNMENT - 1);
        ByteBuffer aligned = block.slice(skip, bytes).order(ByteOrder.nativeOrder());
        return new NativeMemory(aligned, addressOf(aligned));
    }

    /**
     * The block as a buffer in native byte order. Always the same one: use its absolute methods, and leave position and
     * limit alone.
     *
     * @return the buffer
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Where the block begins.
     *
     * @return the address
     */
    public long address() {
        return address;
    }

    /**
     * The size of the block.
     *
     * @return the size in bytes
     */
    public int size() {
        return buffer.capacity();
    }

    /**
     * Where a direct buffer begins, whatever its position. It stays there as long as the buffer is reachable.
     *
     * @param direct a direct buffer, not of an arena
     * @return the address of its byte at index 0
     */
    public static long addressOf(Buffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct);
    }
}
