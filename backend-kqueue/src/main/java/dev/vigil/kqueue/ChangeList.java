package dev.vigil.kqueue;

import dev.vigil.posix.Errno;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.Pool;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;

/**
 * A few changes and room for the answer to each, in native memory, for the time of one control call: to be closed after it, and
 * used by another then.
 */
final class ChangeList implements AutoCloseable {
    /** No control call makes more changes. */
    static final int CAPACITY = 8;

    /** The largest structure, so that a list serves every layout. */
    private static final int STRIDE = 64;

    private static final int RECEIPTS = CAPACITY * STRIDE;
    private static final int NO_TIME = 2 * RECEIPTS;
    private static final int SIZE = NO_TIME + 2 * Long.BYTES;

    private static final Pool<ChangeList> UNUSED = new Pool<>(ChangeList::new);

    private final NativeMemory memory = NativeMemory.allocate(SIZE);
    private final ByteBuffer buffer = memory.buffer();
    private final Pointer pointer = KqueueLibrary.pointer(memory);
    private KeventLayout layout;
    private int count;
    private int answers;

    private ChangeList() {}

    /** An empty list. */
    static ChangeList start(KeventLayout layout) {
        ChangeList list = UNUSED.take();
        list.layout = layout;
        list.count = 0;
        list.answers = 0;
        return list;
    }

    /** Nobody may use it any more. */
    @Override
    public void close() {
        UNUSED.give(this);
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

    /** Whether a change was to add. */
    boolean adds(int change) {
        return (layout.flags(buffer, change * layout.size()) & KeventConstants.EV_ADD) != 0;
    }

    /** Whether what the first change was about is not there. */
    boolean findsNothing() {
        return errorOf(0) == Errno.ENOENT || errorOf(0) == Errno.EBADF;
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
