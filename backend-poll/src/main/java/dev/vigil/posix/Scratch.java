package dev.vigil.posix;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Native memory for the length of one call: for arguments, for results, for copies of buffers. To be closed when the call
 * has returned; what was closed goes back to a {@link Pool}, which all threads share. For backends.
 */
public final class Scratch implements AutoCloseable {

    /** The size of a large block, and so of the pieces in which a buffer is copied. Holds every UDP datagram. */
    static final int LARGE = 64 * 1024;

    /** The size of a small block. Holds every argument but a very long path. */
    static final int SMALL = 512;

    private static final Pool<Scratch> SMALL_BLOCKS = new Pool<>(new Maker(SMALL));
    private static final Pool<Scratch> LARGE_BLOCKS = new Pool<>(new Maker(LARGE));

    private final NativeMemory memory;

    private Scratch(NativeMemory memory) {
        this.memory = memory;
    }

    /**
     * Takes a block out of the pool, or allocates one if there is none left or the size is out of the ordinary.
     *
     * @param bytes how many bytes are needed, 0 or more
     * @return a block of at least that size, with old contents
     * @throws UnsatisfiedLinkError if native calls cannot be made here
     */
    public static Scratch take(int bytes) {
        if (bytes <= SMALL) {
            return SMALL_BLOCKS.take();
        }
        return bytes <= LARGE ? LARGE_BLOCKS.take() : allocate(bytes);
    }

    /**
     * The block as a buffer in native byte order; for absolute access.
     *
     * @return the buffer
     */
    public ByteBuffer buffer() {
        return memory.buffer();
    }

    /**
     * Where the block begins.
     *
     * @return the address
     */
    public long address() {
        return memory.address();
    }

    /**
     * The size of the block.
     *
     * @return the size in bytes
     */
    public int size() {
        return memory.size();
    }

    /** Gives the block back. Nobody may use it any more. */
    @Override
    public void close() {
        if (size() == SMALL) {
            SMALL_BLOCKS.give(this);
        } else if (size() == LARGE) {
            LARGE_BLOCKS.give(this);
        }
    }

    private static Scratch allocate(int bytes) {
        return new Scratch(NativeMemory.allocate(bytes));
    }

    /** Makes blocks for a pool. */
    private static final class Maker implements Supplier<Scratch> {
        private final int bytes;

        Maker(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public Scratch get() {
            return allocate(bytes);
        }
    }
}
