package dev.vigil.nio;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Watch;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** What the mechanism keeps of one watch, attached to it. */
final class NioEntry {
    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    final Watch watch;

    /** Set once, by {@code add}, before anybody else sees the entry. */
    SelectionKey key;

    /** The round in which it was last served. Only for the thread that awaits. */
    long round;

    NioEntry(Watch watch) {
        this.watch = watch;
    }

    /** The operations that stand for the interest at this moment: they change when a connection is made. */
    int operations() {
        if (!watch.isLive()) {
            return 0;
        }
        Interest interest = watch.interest();
        int operations = 0;
        if (interest.isRead()) {
            operations |= watch.channel().validOps() & READS;
        }
        if (interest.isWrite()) {
            operations |= isUnconnected() ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        }
        return operations;
    }

    boolean isUnconnected() {
        SelectableChannel channel = watch.channel();
        return channel instanceof SocketChannel socket && !socket.isConnected();
    }

    static int readiness(int operations) {
        int ready = 0;
        ready |= (operations & READS) != 0 ? Readiness.READABLE_BIT : 0;
        ready |= (operations & WRITES) != 0 ? Readiness.WRITABLE_BIT : 0;
        return ready;
    }
}
