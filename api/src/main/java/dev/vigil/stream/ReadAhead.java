package dev.vigil.stream;

import dev.vigil.carry.Block;
import java.nio.ByteBuffer;

/**
 * Where the streams of one loop read to in one batch: memory that is shared out evenly among those that read now. One alone may
 * read much, since a call costs more than the bytes that it moves; many get little each, and what has not fitted comes with the
 * next round. Nothing stays here from one batch to the next. Only for the loop's thread.
 */
final class ReadAhead {
    /** How many read in one batch at most. */
    static final int MOST = 256;

    private static final int BYTES = 1024 * 1024;

    /** Larger reads cost no less for a byte, and wear out more of the processor's cache. */
    private static final int LARGEST = 256 * 1024;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES);

    /** The parts by how many there are, as a power of two; null until needed. */
    private final Block[][] parts = new Block[Integer.numberOfTrailingZeros(MOST) + 1][];

    /** How many bytes each of so many gets. */
    static int share(int count) {
        return Math.min(LARGEST, BYTES >> power(count));
    }

    /** One part, of those for so many. */
    Block part(int number, int count) {
        int power = power(count);
        if (parts[power] == null) {
            parts[power] = divide(1 << power);
        }
        return parts[power][number];
    }

    private Block[] divide(int count) {
        Block[] divided = new Block[count];
        int size = BYTES / count;
        for (int i = 0; i < count; i++) {
            divided[i] = new Block(memory.slice(i * size, size));
        }
        return divided;
    }

    private static int power(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }
}
