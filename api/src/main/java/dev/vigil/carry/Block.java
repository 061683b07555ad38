package dev.vigil.carry;

import java.nio.ByteBuffer;

/**
 * A piece of direct memory that operations read into and write from: made once, used for many. It keeps a note of the carrier's, so
 * that an address need not be asked for with each operation. Only for the thread of one loop.
 */
public final class Block {
    private final ByteBuffer buffer;
    private long address;

    /**
     * Makes a block.
     *
     * @param direct the memory, all of it from 0 to the capacity; nobody else uses its position and limit
     * @throws IllegalArgumentException if the buffer is not direct, or read-only
     */
    public Block(ByteBuffer direct) {
        if (!direct.isDirect() || direct.isReadOnly()) {
            throw new IllegalArgumentException(direct + " is no block: give a direct buffer that can be written");
        }
        this.buffer = direct;
    }

    /**
     * The memory. Its position and limit belong to whoever made the block: a carrier uses neither.
     *
     * @return the buffer
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * How much there is.
     *
     * @return the size in bytes
     */
    public int size() {
        return buffer.capacity();
    }

    /**
     * Where the memory begins, if a carrier has noted it.
     *
     * @return the address of the byte at index 0, or 0
     */
    public long address() {
        return address;
    }

    /**
     * Notes where the memory begins. For carriers.
     *
     * @param noted the address of the byte at index 0
     */
    public void noteAddress(long noted) {
        this.address = noted;
    }
}
