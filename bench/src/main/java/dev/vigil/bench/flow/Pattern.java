package dev.vigil.bench.flow;

import java.nio.ByteBuffer;

/** What streams consist of: a byte is known by its place, so that bytes lost, doubled or out of order are noticed. */
final class Pattern {
    /** A prime: no buffer's size is a multiple of it, so whole buffers that change places are noticed too. */
    private static final int PERIOD = 251;

    private final ByteBuffer bytes;

    /**
     * A pattern of which pieces can be taken.
     *
     * @param longest the longest piece, in bytes
     */
    Pattern(int longest) {
        bytes = ByteBuffer.allocateDirect(longest + PERIOD);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, at(i));
        }
    }

    /** The byte at a place of a stream. */
    static byte at(long place) {
        return (byte) (place % PERIOD);
    }

    /** The piece from a place on, to be written; one thread uses it, and only until it asks for the next. */
    ByteBuffer from(long place, int length) {
        int start = (int) (place % PERIOD);
        return bytes.limit(start + length).position(start);
    }

    /**
     * Looks at the ends of what was read.
     *
     * @param read from 0 to its position
     * @param place of its first byte in the stream
     * @return whether both are what they must be
     */
    static boolean fits(ByteBuffer read, long place) {
        int last = read.position() - 1;
        return last < 0 || (read.get(0) == at(place) && read.get(last) == at(place + last));
    }
}
