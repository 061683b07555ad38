package dev.vigil.spi;

import dev.vigil.Interest;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** Refuses directions that a channel does not have, the same way on every backend. */
final class ChannelOperations {
    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private ChannelOperations() {}

    static void require(SelectableChannel channel, Interest interest) {
        int valid = channel.validOps();
        if (interest.isRead() && (valid & READS) == 0) {
            throw new IllegalArgumentException(channel + " cannot be read: ask for WRITE");
        }
        if (interest.isWrite() && (valid & WRITES) == 0) {
            throw new IllegalArgumentException(channel + " cannot be written: ask for READ");
        }
    }
}
