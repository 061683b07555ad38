package dev.vigil.bench.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that must be told one. */
final class Ports {
    /** Below those that the systems give to whoever connects, and above those of well-known services. */
    private static final int FIRST = 15_000;

    private static final int END = 32_000;
    private static final int TRIES = 1000;

    private Ports() {}

    /**
     * A port of loopback where nobody listens. Not one that the system picks: until the program listens there, the system would give it
     * to any of the thousands of connections that a loaded machine makes meanwhile, even to one that is made to see if the
     * program listens already.
     */
    static int free() throws IOException {
        BindException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                last = e;
            }
        }
        throw new IOException("no port is free between " + FIRST + " and " + END, last);
    }
}
