package dev.vigil.kqueue;

import dev.vigil.posix.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import jnr.ffi.Pointer;

/**
 * What the probe hands to a library that may take it for another layout: room for four of the largest structures on each
 * side, and as much again behind, so that no stride leads out of it.
 */
final class ProbeMemory {
    private static final int LIST = 8 * 64;
    private static final byte UNTOUCHED = 0x77;

    private final NativeMemory changes = NativeMemory.allocate(LIST);
    private final NativeMemory events = NativeMemory.allocate(LIST);
    private final NativeMemory noTime = NativeMemory.allocate(2 * Long.BYTES);

    void put(KeventLayout layout, int at, long ident, int filter, int actions, int notes, long word) {
        layout.put(changes.buffer(), at * layout.size(), ident, filter, actions, notes, word);
    }

    void clearEvents() {
        for (int i = 0; i < LIST; i++) {
            events.buffer().put(i, UNTOUCHED);
        }
    }

    void requireUntouchedFrom(int offset) throws IOException {
        ByteBuffer buffer = events.buffer();
        for (int i = offset; i < LIST; i++) {
            if (buffer.get(i) != UNTOUCHED) {
                throw new IOException(
                        "struct kevent is larger than thought: kevent() wrote beyond byte " + offset + ", at " + i);
            }
        }
    }

    long ident(KeventLayout layout, int at) {
        return layout.ident(events.buffer(), at * layout.size());
    }

    int filter(KeventLayout layout, int at) {
        return layout.filter(events.buffer(), at * layout.size());
    }

    int flags(KeventLayout layout, int at) {
        return layout.flags(events.buffer(), at * layout.size());
    }

    long data(KeventLayout layout, int at) {
        return layout.data(events.buffer(), at * layout.size());
    }

    long udata(KeventLayout layout, int at) {
        return layout.udata(events.buffer(), at * layout.size());
    }

    Pointer changes() {
        return KqueueLibrary.pointer(changes);
    }

    long events() {
        return events.address();
    }

    long noTime() {
        return noTime.address();
    }
}
