package dev.vigil.bench.serve;

import dev.vigil.EventSourceBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Goes once through what a server does, so that every class it needs is loaded. A class in a directory, as bench/run has them,
 * takes a descriptor to load: when it is first needed there may be none left. Out of a jar it takes none. A line of the log takes one
 * too, for the time zone.
 */
final class Rehearsal {
    private static final byte[] REQUESTS = "GET / HTTP/1.1\nHost:\n\nBAD\n".getBytes(StandardCharsets.US_ASCII);

    private Rehearsal() {}

    static void run(EventSourceBuilder sources) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Server server = Server.rehearse(sources, any);
                Socket client = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            client.getOutputStream().write(REQUESTS);
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
            server.statistics();
        }
        new SimpleFormatter().format(new LogRecord(Level.WARNING, "rehearsed"));
    }
}
