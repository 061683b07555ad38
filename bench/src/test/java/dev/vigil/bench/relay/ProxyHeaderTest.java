package dev.vigil.bench.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers of the PROXY protocol: as its specification has them, and as a reader of its own understands them, for any address. */
class ProxyHeaderTest {
    private static final int ROUNDS = 20_000;

    private static InetSocketAddress address(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static String line(SocketAddress client, SocketAddress server) {
        return new String(ProxyHeader.V1.bytes(client, server), StandardCharsets.US_ASCII);
    }

    @Test
    void versionOneIsALine() throws IOException {
        assertEquals(
                "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n",
                line(address("192.0.2.1", 56324), address("198.51.100.7", 443)));
        assertEquals(
                "PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 1 65535\r\n",
                line(address("2001:db8::1", 1), address("::1", 65535)));
        SocketAddress unix = UnixDomainSocketAddress.of("/run/relay");
        assertEquals("PROXY UNKNOWN\r\n", line(UnixDomainSocketAddress.of(""), unix));
        assertEquals("PROXY UNKNOWN\r\n", line(address("127.0.0.1", 1), address("::1", 1)));
        assertEquals(0, ProxyHeader.NONE.bytes(unix, unix).length);
    }

    @Test
    void versionTwoIsBinary() throws IOException {
        assertEquals(
                "0d0a0d0a000d0a515549540a" + "21" + "11" + "000c" + "c0000201" + "c6336407" + "dc04" + "01bb",
                HexFormat.of()
                        .formatHex(ProxyHeader.V2.bytes(address("192.0.2.1", 56324), address("198.51.100.7", 443))));
        assertEquals(
                "0d0a0d0a000d0a515549540a" + "21" + "00" + "0000",
                HexFormat.of().formatHex(ProxyHeader.V2.bytes(address("127.0.0.1", 1), address("::1", 1))));
    }

    @Test
    void aReaderUnderstandsWhatIsWrittenForAnyAddress() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            boolean four = random.nextBoolean();
            InetSocketAddress client = any(random, four);
            InetSocketAddress server = any(random, four);
            readLine(ProxyHeader.V1.bytes(client, server), client, server, "seed " + seed);
            readBinary(ProxyHeader.V2.bytes(client, server), client, server, "seed " + seed);
            String path = "/" + "x".repeat(random.nextInt(150));
            readUnix(ProxyHeader.V2.bytes(UnixDomainSocketAddress.of(""), UnixDomainSocketAddress.of(path)), path);
        }
    }

    private static InetSocketAddress any(Random random, boolean four) throws IOException {
        byte[] bytes = new byte[four ? 4 : 16];
        random.nextBytes(bytes);
        // Else the JDK may make an IPv4 address of it.
        bytes[0] = (byte) (bytes[0] | (four ? 0 : 0x20));
        return new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(1 << 16));
    }

    private static void readLine(byte[] header, InetSocketAddress client, InetSocketAddress server, String seed)
            throws IOException {
        String text = new String(header, StandardCharsets.US_ASCII);
        assertTrue(header.length <= 107 && text.endsWith("\r\n"), text);
        String[] words = text.strip().split(" ", -1);
        assertEquals(6, words.length, text);
        assertEquals("PROXY", words[0], seed);
        assertEquals(client.getAddress().getAddress().length == 4 ? "TCP4" : "TCP6", words[1], seed);
        assertEquals(client, address(words[2], Integer.parseInt(words[4])), seed);
        assertEquals(server, address(words[3], Integer.parseInt(words[5])), seed);
    }

    private static ByteBuffer readStart(byte[] header, int family) {
        ByteBuffer in = ByteBuffer.wrap(header);
        byte[] signature = new byte[12];
        in.get(signature);
        assertArrayEquals("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII), signature);
        assertEquals(0x21, in.get());
        assertEquals(family, in.get());
        assertEquals(in.getShort(), in.remaining());
        return in;
    }

    private static void readBinary(byte[] header, InetSocketAddress client, InetSocketAddress server, String seed)
            throws IOException {
        int length = client.getAddress().getAddress().length;
        ByteBuffer in = readStart(header, length == 4 ? 0x11 : 0x21);
        byte[] source = new byte[length];
        byte[] target = new byte[length];
        in.get(source).get(target);
        assertEquals(
                client,
                new InetSocketAddress(InetAddress.getByAddress(source), Short.toUnsignedInt(in.getShort())),
                seed);
        assertEquals(
                server,
                new InetSocketAddress(InetAddress.getByAddress(target), Short.toUnsignedInt(in.getShort())),
                seed);
    }

    private static void readUnix(byte[] header, String path) {
        ByteBuffer in = readStart(header, 0x31);
        byte[] source = new byte[108];
        byte[] target = new byte[108];
        in.get(source).get(target);
        assertArrayEquals(new byte[108], source);
        String read = new String(target, StandardCharsets.US_ASCII);
        assertEquals(path.substring(0, Math.min(path.length(), 108)), read.replace("\0", ""));
    }
}
