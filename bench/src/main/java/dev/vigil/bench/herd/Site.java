package dev.vigil.bench.herd;

import java.io.Closeable;
import java.net.InetSocketAddress;

/** Waiters at an address, wherever they are. */
interface Site extends Closeable {
    InetSocketAddress address();

    Tallies tallies();
}
