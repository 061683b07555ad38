package dev.vigil.relay;

import java.nio.channels.SelectableChannel;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a relay was built with. Times are in nanoseconds, 0 for none; the memory is that of one loop. */
record RelaySettings(
        int bufferBytes,
        long memoryBytes,
        long budgetBytes,
        long idleNanos,
        long connectNanos,
        Function<SelectableChannel, RelayEnd> ends,
        Consumer<RelayPair> whenEnded) {
    /** More does not make a call cheaper, and does not stay in the processor's cache between the read and the write. */
    private static final int LARGEST_CHUNK = 64 * 1024;

    int chunkBytes() {
        return Math.min(bufferBytes, LARGEST_CHUNK);
    }
}
