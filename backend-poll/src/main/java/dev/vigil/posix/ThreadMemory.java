package dev.vigil.posix;

/**
 * A piece of native memory per thread, for arguments and for copies of heap buffers. It grows to what was asked for, up
 * to {@link #LIMIT}, and goes with its thread.
 */
final class ThreadMemory {

    /** Bytes that a thread may keep; also the piece in which a heap buffer travels. Holds every UDP datagram. */
    static final int LIMIT = 64 * 1024;

    private static final int SMALLEST = 256;

    private static final ThreadLocal<NativeMemory> MEMORY = new ThreadLocal<>();

    private ThreadMemory() {}

    /** At least so many bytes, with old contents, until the next call by this thread. */
    static NativeMemory atLeast(int bytes) {
        NativeMemory memory = MEMORY.get();
        if (memory == null || memory.size() < bytes) {
            // Powers of two, so that a thread whose needs creep up allocates a few times only.
            memory = NativeMemory.allocate(Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1));
            if (bytes <= LIMIT) {
                MEMORY.set(memory);
            }
        }
        return memory;
    }
}
