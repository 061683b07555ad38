package dev.vigil.posix;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the length of one call: for arguments, for results, for copies of buffers. To be closed when the call
 * has returned; what was closed goes back to a pool, which all threads share and whose size is bounded. So a thread that
 * has ended, or a virtual one that waits, keeps nothing, and nothing here outlives the class loader. For backends.
 *
 * <p>The pool takes no lock, and allocates nothing while no more blocks are in use at once than it has places.
 */
public final class Scratch implements AutoCloseable {

    /** The size of a large block, and so of the pieces in which a buffer is copied. Holds every UDP datagram. */
    static final int LARGE = 64 * 1024;

    /** The size of a small block. Holds every argument but a very long path. */
    static final int SMALL = 512;

    private static final Pool SMALL_BLOCKS = new Pool(SMALL);
    private static final Pool LARGE_BLOCKS = new Pool(LARGE);

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
        return bytes <= LARGE ? LARGE_BLOCKS.take() : new Scratch(NativeMemory.allocate(bytes));
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

    /** Blocks of one size that nobody uses now. */
    private static final class Pool {
        private static final int PLACES = 64;

        /** Threads begin at places of their own, a cache line apart. */
        private static final int STRIDE = 16;

        /** A thread that finds its own place taken looks at so many more. */
        private static final int LOOKS = 4;

        private final int size;
        private final AtomicReferenceArray<Scratch> places = new AtomicReferenceArray<>(PLACES * STRIDE);

        Pool(int size) {
            this.size = size;
        }

        Scratch take() {
            int place = first();
            for (int look = 0; look < LOOKS; look++) {
                int at = (place + look) % PLACES * STRIDE;
                if (places.getPlain(at) != null) {
                    Scratch block = places.getAndSet(at, null);
                    if (block != null) {
                        return block;
                    }
                }
            }
            return new Scratch(NativeMemory.allocate(size));
        }

        void give(Scratch block) {
            int place = first();
            for (int look = 0; look < LOOKS; look++) {
                int at = (place + look) % PLACES * STRIDE;
                if (places.getPlain(at) == null) {
                    // Two that give to one place at once lose one of the blocks to the collector, which does no harm.
                    places.setRelease(at, block);
                    return;
                }
            }
        }

        private static int first() {
            return (int) (Thread.currentThread().getId() % PLACES);
        }
    }
}
