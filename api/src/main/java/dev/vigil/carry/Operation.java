package dev.vigil.carry;

import java.io.IOException;

/**
 * One read from a descriptor, or one write to it, that does not wait. Made once for a descriptor and a direction, and used again and
 * again. Only for the thread of one loop.
 *
 * <p>A carrier looks at what is asked, and answers with exactly one of {@link #moved}, {@link #nothing} and {@link #failed}; or with
 * none of them, and the operation is done with a plain call. A subclass knows the plain call.
 */
public abstract class Operation {
    private enum State {
        UNDONE,
        MOVED,
        NOTHING,
        FAILED
    }

    private final boolean isWrite;
    private int fd = -1;
    private Block block;
    private int offset;
    private int length;
    private long note;
    private State state = State.UNDONE;
    private int count;
    private IOException failure;

    /**
     * Makes an operation that asks for nothing yet.
     *
     * @param isWrite whether it writes
     */
    protected Operation(boolean isWrite) {
        this.isWrite = isWrite;
    }

    /**
     * Says which descriptor is meant from now on.
     *
     * @param number the number, which stays open and stands for the same file as long as this is used; -1 if there is none, and
     *     the operation is for no carrier
     */
    protected final void standFor(int number) {
        fd = number;
        note = 0;
    }

    /**
     * Asks for bytes to be moved, and forgets what was answered before.
     *
     * @param memory where to, or where from
     * @param from the index of the first byte
     * @param most how many bytes at most, 1 or more
     */
    protected final void ask(Block memory, int from, int most) {
        block = memory;
        offset = from;
        length = most;
        state = State.UNDONE;
        count = 0;
        failure = null;
    }

    /** Does what is asked with one plain call, and answers. Not for a carrier, which leaves the operation undone instead. */
    public abstract void perform();

    /**
     * Whether this writes.
     *
     * @return true for a write, false for a read
     */
    public final boolean isWrite() {
        return isWrite;
    }

    /**
     * The descriptor.
     *
     * @return its number, or -1 if a carrier cannot do this
     */
    public final int fd() {
        return fd;
    }

    /**
     * The memory.
     *
     * @return where to read to, or write from
     */
    public final Block block() {
        return block;
    }

    /**
     * Where in the memory.
     *
     * @return the index of the first byte
     */
    public final int offset() {
        return offset;
    }

    /**
     * How much.
     *
     * @return how many bytes at most, 1 or more
     */
    public final int length() {
        return length;
    }

    /**
     * What a carrier has noted about the descriptor, such as its kind.
     *
     * @return the note; 0 when the operation begins to stand for a descriptor
     */
    public final long note() {
        return note;
    }

    /**
     * Keeps something that a carrier knows about the descriptor, for as long as the operation stands for it.
     *
     * @param noted whatever the carrier likes
     */
    public final void note(long noted) {
        this.note = noted;
    }

    /**
     * Answers that bytes were moved. What a read that returned 0 means only a plain call can tell (the end, an empty message, a
     * quiet terminal): a carrier leaves it undone.
     *
     * @param bytes how many, from {@link #offset} on: from 1 to {@link #length}; fewer than asked for if a write was short
     * @throws IllegalArgumentException if that is less than 1, or more than was asked for
     */
    public final void moved(int bytes) {
        if (bytes < 1 || bytes > length) {
            throw new IllegalArgumentException(bytes + " bytes moved of " + length + " asked for");
        }
        count = bytes;
        state = State.MOVED;
    }

    /** Answers that nothing was moved, since nothing is there now, or no room. */
    public final void nothing() {
        state = State.NOTHING;
    }

    /**
     * Answers that the system has refused, as it would a plain call; nothing was moved. Only for errors that say something of the
     * descriptor: what is the carrier's own trouble (cancelled, interrupted, no memory for the batch) leaves the operation undone.
     *
     * @param why the error
     */
    public final void failed(IOException why) {
        failure = why;
        state = State.FAILED;
    }

    /**
     * Whether it was answered.
     *
     * @return false until then
     */
    public final boolean isDone() {
        return state != State.UNDONE;
    }

    /**
     * How much was moved.
     *
     * @return how many bytes; 0 if that was nothing
     */
    public final int count() {
        return count;
    }

    /**
     * Why the system has refused.
     *
     * @return the error, or null
     */
    public final IOException failure() {
        return failure;
    }
}
