package dev.vigil.bench.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.bench.Refusal;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay as a program: what it prints, how it stops, what it refuses. */
class RelayCommandTest {
    /** As when the JVM ends on SIGINT, and on SIGTERM. */
    private static final int INTERRUPTED = 128 + 2;

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path directory;

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Polling.LIMIT.toMillis());
        return socket;
    }

    @Test
    void relaysAndKeepsItsCountsAndEndsInOrder() throws Exception {
        Path json = directory.resolve("counts.json");
        try (ServerSocket server = listener();
                RelayProcess relay =
                        new RelayProcess(server.getLocalPort(), "--loops", "2", "--json", json.toString())) {
            try (Socket client = connect(relay.port);
                    Socket served = server.accept()) {
                client.getOutputStream().write(new byte[1000]);
                client.shutdownOutput();
                assertEquals(1000, served.getInputStream().readAllBytes().length);
                served.getOutputStream().write(new byte[] {1, 2, 3});
                served.shutdownOutput();
                assertArrayEquals(new byte[] {1, 2, 3}, client.getInputStream().readAllBytes());
            }
            List<String> lines = relay.end("TERM", TERMINATED);
            assertEquals(List.of("relay: stopped; 1 connections, 1000 B forth, 3 B back"), lines);
            JsonNode counts = new ObjectMapper().readTree(json.toFile());
            assertEquals(1, counts.get("finished").asInt());
            assertEquals(1000, counts.get("forth").get("bytes").asInt());
            assertEquals(3, counts.get("back").get("bytes").asInt());
            assertEquals(0, counts.get("lentBytes").asInt());
        }
    }

    @Test
    void cutsWhatDoesNotEndWithinTheGrace() throws Exception {
        try (ServerSocket server = listener();
                RelayProcess relay = new RelayProcess(server.getLocalPort(), "--grace", "10ms");
                Socket client = connect(relay.port);
                Socket served = server.accept()) {
            List<String> lines = relay.end("TERM", TERMINATED);
            assertTrue(lines.get(lines.size() - 1).endsWith(", 1 cut"), lines.toString());
            assertEquals(-1, client.getInputStream().read());
            assertEquals(-1, served.getInputStream().read());
        }
    }

    @Test
    void endsInOrderWhenInterruptedToo() throws Exception {
        assumeFalse(isInterruptIgnored(), "whoever started this build has it ignore SIGINT, and so does the relay");
        try (ServerSocket server = listener();
                RelayProcess relay = new RelayProcess(server.getLocalPort())) {
            assertEquals(List.of("relay: stopped; 0 connections, 0 B forth, 0 B back"), relay.end("INT", INTERRUPTED));
        }
    }

    /** As where a shell runs it in the background. Programs inherit that, and a JVM leaves it so. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(
                                                line.substring("SigIgn:".length())
                                                        .strip(),
                                                16)
                                        & 2)
                                != 0);
    }

    @Test
    void aDestinationThatRefusesIsCountedAndTheClientTold() throws Exception {
        int nobody;
        try (ServerSocket server = listener()) {
            nobody = server.getLocalPort();
        }
        try (RelayProcess relay = new RelayProcess(nobody);
                Socket client = connect(relay.port)) {
            assertEquals(-1, client.getInputStream().read());
            List<String> lines = relay.end("TERM", TERMINATED);
            assertTrue(lines.get(lines.size() - 1).endsWith(", 1 not connected"), lines.toString());
            assertTrue(lines.get(0).contains(":" + nobody + ", CONNECT_FAILED: Connection refused"), lines.toString());
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        try (ServerSocket server = listener();
                RelayProcess relay = new RelayProcess(server.getLocalPort(), "--grace", "24h");
                Socket client = connect(relay.port);
                Socket served = server.accept()) {
            relay.insist("TERM", TERMINATED);
            assertTrue(client.isConnected() && served.isConnected());
        }
    }

    @Test
    void aUnixSocketMayBeAtBothEnds() throws Exception {
        UnixDomainSocketAddress near = UnixDomainSocketAddress.of(directory.resolve("near"));
        UnixDomainSocketAddress far = UnixDomainSocketAddress.of(directory.resolve("far"));
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(far);
                RelayProcess relay = new RelayProcess("unix:" + near, far.toString(), "--send-proxy", "v1")) {
            try (SocketChannel client = SocketChannel.open(near);
                    SocketChannel served = server.accept()) {
                client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
                client.shutdownOutput();
                String got = new String(Channels.newInputStream(served).readAllBytes(), StandardCharsets.US_ASCII);
                assertEquals("PROXY UNKNOWN\r\nhello", got);
            }
            List<String> lines = relay.end("TERM", TERMINATED);
            assertEquals(List.of("relay: stopped; 1 connections, 20 B forth, 0 B back"), lines);
            assertFalse(Files.exists(near.getPath()));
        }
    }

    @Test
    void theDestinationIsToldOfTheClientAndTooManyAreClosed() throws Exception {
        try (ServerSocket server = listener();
                RelayProcess relay = new RelayProcess(
                        "127.0.0.1:0",
                        "localhost:" + server.getLocalPort(),
                        "--send-proxy",
                        "v1",
                        "--max-connections",
                        "1",
                        "--grace",
                        "0");
                Socket client = connect(relay.port);
                Socket served = server.accept()) {
            String header = "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " " + relay.port + "\r\n";
            assertEquals(
                    header, new String(served.getInputStream().readNBytes(header.length()), StandardCharsets.US_ASCII));
            try (Socket second = connect(relay.port)) {
                assertEquals(-1, second.getInputStream().read());
            }
            List<String> lines = relay.end("TERM", TERMINATED);
            assertTrue(lines.get(0).endsWith(" is closed: there are 1 connections already"), lines.toString());
        }
    }

    @Test
    void anAddressInUseIsRefused() throws IOException {
        try (ServerSocket taken = listener()) {
            String message =
                    Refusal.of("relay", "--listen", "127.0.0.1:" + taken.getLocalPort(), "--to", "127.0.0.1:9");
            assertTrue(message.contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()), message);
        }
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        String[] addresses = {"relay", "--listen", "127.0.0.1:0", "--to", "127.0.0.1:9"};
        for (String[] bad : new String[][] {
            {"--buffer", "0"},
            {"--buffer", "900000g"},
            {"--buffer", "much"},
            {"--memory", "0"},
            {"--loops", "0"},
            {"--loops", "100000"},
            {"--idle-timeout", "-1"},
            {"--connect-timeout", "soon"},
            {"--max-connections", "0"},
            {"--send-proxy", "v3"},
            {"--json", directory.toString()}
        }) {
            String[] all = Stream.of(addresses, bad).flatMap(Stream::of).toArray(String[]::new);
            String message = Refusal.of(all);
            assertTrue(message.contains(bad[0].equals("--json") ? "directory" : bad[0]), message);
        }
        assertTrue(Refusal.of("relay", "--listen", "127.0.0.1", "--to", "127.0.0.1:9")
                .contains("--listen"));
        assertTrue(Refusal.of("relay", "--listen", "127.0.0.1:0", "--to", "127.0.0.1:0")
                .contains("--to"));
        assertTrue(Refusal.of("relay", "--listen", "127.0.0.1:0", "--to", "127.0.0.1:9", "--backend", "what")
                .contains("what"));
    }
}
