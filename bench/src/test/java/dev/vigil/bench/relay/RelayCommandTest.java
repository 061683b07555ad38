package dev.vigil.bench.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** As where a name has several servers behind it, and they change: the JDK reads the names from a file here. */
    @Test
    void theAddressesOfANameAreTriedInOrderAndLookedUpForEachConnection() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "127.0.0.2 and so on are this machine's on Linux only");
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.2 several\n127.0.0.1 several\n");
        try (ServerSocket server = listener();
                RelayProcess relay = new RelayProcess(
                        List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=0"),
                        "127.0.0.1:0",
                        "several:" + server.getLocalPort());
                ServerSocket later = new ServerSocket(server.getLocalPort(), 50, InetAddress.getByName("127.0.0.3"))) {
            assertIsServedBy(server, relay.port);
            Files.writeString(hosts, "127.0.0.2 several\n127.0.0.3 several\n127.0.0.1 several\n");
            assertIsServedBy(later, relay.port);
            Files.writeString(hosts, "127.0.0.1 other\n");
            try (Socket client = connect(relay.port)) {
                assertEquals(-1, client.getInputStream().read());
            }
            List<String> lines = relay.end("TERM", TERMINATED);
            assertTrue(lines.get(0).contains("nobody is connected to several:"), lines.toString());
        }
    }

    private static void assertIsServedBy(ServerSocket server, int port) throws IOException {
        server.setSoTimeout((int) Polling.LIMIT.toMillis());
        try (Socket client = connect(port);
                Socket served = server.accept()) {
            served.getOutputStream().write(7);
            assertEquals(7, client.getInputStream().read());
        }
    }

    @Test
    void theSystemLooksIfASilentPeerIsStillThereUnlessItIsToldNotTo() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "the timers of connections are seen in /proc");
        for (boolean looks : new boolean[] {true, false}) {
            try (ServerSocket server = listener();
                    RelayProcess relay = looks
                            ? new RelayProcess(server.getLocalPort(), "--grace", "0")
                            : new RelayProcess(server.getLocalPort(), "--grace", "0", "--no-keepalive");
                    Socket client = connect(relay.port);
                    Socket served = server.accept()) {
                assertEquals(looks, hasKeepAliveTimer(relay.port, client.getLocalPort()), "towards the client");
                assertEquals(looks, hasKeepAliveTimer(served.getPort(), server.getLocalPort()), "towards the server");
            }
        }
    }

    /** Asked until nothing is on its way: then no other timer runs. */
    private static boolean hasKeepAliveTimer(int local, int remote) throws IOException {
        Pattern line = Pattern.compile(String.format(
                " *\\d+: [0-9A-F]+:%04X [0-9A-F]+:%04X 01 [0-9A-F]+:[0-9A-F]+ (0[0-9]):.*", local, remote));
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (System.nanoTime() < end) {
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String connection : Files.readAllLines(Path.of(table))) {
                    Matcher matcher = line.matcher(connection);
                    if (matcher.matches()
                            && (matcher.group(1).equals("02")
                                    || matcher.group(1).equals("00"))) {
                        return matcher.group(1).equals("02");
                    }
                }
            }
        }
        return fail("no connection from port " + local + " to port " + remote);
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
