package dev.vigil.bench.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Ports that nobody else gets before the program that is told of them. */
class PortsTest {
    @Test
    void aPortIsFreeAndNoneThatTheSystemGivesToConnections() throws IOException {
        Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        assumeTrue(Files.isReadable(range), "the system does not tell its range");
        String[] bounds;
        try (InputStream in = Files.newInputStream(range)) {
            // In one piece: such a file has no second one.
            bounds = new String(in.readNBytes(64), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+", -1);
        }
        int first = Integer.parseInt(bounds[0]);
        int last = Integer.parseInt(bounds[1]);
        assumeTrue(first >= 32_000, "this system gives lower ports to connections than is usual");
        for (int i = 0; i < 100; i++) {
            int port = Ports.free();
            assertTrue(port < first || port > last, "port " + port + " is between " + first + " and " + last);
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }
}
