package dev.vigil.bench.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;

/** A relay in a process of its own, as who measures it sees it. */
interface RunningProxy extends Closeable {
    /** Where it listens. */
    int port();

    /** CPU time of its processes so far, in nanoseconds; empty where the system does not tell. */
    OptionalLong cpu();

    /** Bytes allocated since it was last asked, if it is in Java. Throws if the relay is out of order. */
    OptionalLong allocated() throws IOException;
}
