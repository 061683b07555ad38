package dev.vigil.kqueue;

import dev.vigil.posix.NativeMemory;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;

/**
 * A few changes and room for the answer to each, in native memory. One per thread, for the time of one control call.
 */
final class ChangeList {
    /** No control call makes more changes. */
    static final int CAPACITY = 8;

    /** The largest structure, so that a list serves every layout. */
    private static final int STRIDE = 64;

    private static final int RECEIPTS = CAPACITY * STRIDE;
    private static final int NO_TIME = 2 * RECEIPTS;

    /** Where a block keeps its own address, so that nothing has to be kept beside it. */
    private static final int ADDRESS = NO_TIME + 2 * Long.BYTES;

    private static final int SIZE = ADDRESS + Long.BYTES;

    /** Of a type of the JDK's: a class of ours would keep its loader as long as the thread lives. */
    private static final ThreadLocal<ByteBuffer> BLOCKS = ThreadLocal.withInitial(ChangeList::block);

    private final ByteBuffer buffer;
    private final Pointer pointer;
    private final KeventLayout layout;
    private int count;
    private int answers;

    private ChangeList(ByteBuffer buffer, KeventLayout layout) {
        this.buffer = buffer;
        this.layout = layout;
        this.pointer = KqueueLibrary.pointer(buffer.getLong(ADDRESS));
    }

    private static ByteBuffer block() {
        NativeMemory memory = NativeMemory.allocate(SIZE);
        return memory.buffer().putLong(ADDRESS, memory.address());
    }

    /** An empty list in the block of this thread. */
    static ChangeList start(KeventLayout layout) {
        return new ChangeList(BLOCKS.get(), layout);
    }

    /** Adds a change, to be answered. */
    void add(long ident, int filter, int actions, int filterFlags, long word) {
        layout.put(
                buffer, count * layout.size(), ident, filter, actions | KeventConstants.EV_RECEIPT, filterFlags, word);
        count++;
    }

    int count() {
        return count;
    }

    /** Whether a change was to delete. */
    boolean deletes(int change) {
        return (layout.flags(buffer, change * layout.size()) & KeventConstants.EV_DELETE) != 0;
    }

    /** The filter that a change is for. */
    int filter(int change) {
        return layout.filter(buffer, change * layout.size());
    }

    void answered(int number) {
        answers = number;
    }

    /** The errno that a change ended with, 0 if it was made. */
    int errorOf(int change) {
        return change < answers ? (int) layout.data(buffer, answer(change)) : 0;
    }

    /** Where the answer to a change, or an event, begins in {@link #buffer()}. */
    int answer(int change) {
        return RECEIPTS + change * layout.size();
    }

    ByteBuffer buffer() {
        return buffer;
    }

    Pointer pointer() {
        return pointer;
    }

    long receipts() {
        return buffer.getLong(ADDRESS) + RECEIPTS;
    }

    /** A {@code struct timespec} of 0. */
    long noTime() {
        return buffer.getLong(ADDRESS) + NO_TIME;
    }
}
