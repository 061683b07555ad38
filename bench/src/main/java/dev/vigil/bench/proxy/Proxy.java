package dev.vigil.bench.proxy;

import java.io.Closeable;
import java.io.IOException;

/** A relay in a worker: listens on loopback, and passes on between each connection and a new one to a port of loopback. */
interface Proxy extends Closeable {
    int BACKLOG = 4096;

    /** Starts, and returns the port. */
    int start(int to) throws IOException;

    /** Why it does not work any more, or null. */
    Throwable failure();
}
