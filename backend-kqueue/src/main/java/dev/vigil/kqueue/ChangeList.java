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
    private static final int SIZE = NO_TIME + 2 * Long.BYTES;

    private static final ThreadLocal<ChangeList> LISTS = ThreadLocal.withInitial(ChangeList::new);

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final Pointer pointer = KqueueLibrary.pointer(memory);
    private KeventLayout layout = KeventLayout.CLASSIC;
    private int count;
    private int answers;

    private ChangeList() {}

    /** The empty list of this thread. */
    static ChangeList start(KeventLayout layout) {
        ChangeList list = LISTS.get();
        list.layout = layout;
        list.count = 0;
        list.answers = 0;
        return list;
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
        return memory.address() + RECEIPTS;
    }

    /** A {@code struct timespec} of 0. */
    long noTime() {
        return memory.address() + NO_TIME;
    }
}
