package dev.vigil.bench.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that must be told one. */
final class Ports {
    private Ports() {}

    /** A port of loopback where nobody listens. The system does not give it out again at once. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
