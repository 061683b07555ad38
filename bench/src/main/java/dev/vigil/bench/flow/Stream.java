package dev.vigil.bench.flow;

import java.nio.channels.SocketChannel;

/** One stream: the socket it is sent into, the one it comes out of, and how far it has got. */
final class Stream {
    final SocketChannel source;
    final SocketChannel sink;

    /** Written by its sender's thread alone. */
    private volatile long sent;

    /** Written by the sinks' thread alone. */
    private volatile long received;

    Stream(SocketChannel source, SocketChannel sink) {
        this.source = source;
        this.sink = sink;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void addSent(long bytes) {
        sent += bytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void addReceived(long bytes) {
        received += bytes;
    }
}
