package dev.vigil.bench.accept;

import java.io.Closeable;
import java.net.InetSocketAddress;

/** Accepts connections at a port of the loopback interface, counts them and closes them at once. */
interface AcceptServer extends Closeable {
    int BACKLOG = 1024;

    InetSocketAddress address();

    long accepted();
}
