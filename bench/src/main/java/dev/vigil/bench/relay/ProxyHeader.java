package dev.vigil.bench.relay;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What tells a server behind a relay whom it serves: the header of the PROXY protocol, sent before the client's first byte. See
 * <a href="https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt">its specification</a>.
 */
public enum ProxyHeader {
    /** No header. */
    NONE {
        @Override
        public byte[] bytes(SocketAddress client, SocketAddress server) {
            return new byte[0];
        }
    },

    /** A line of text. Clients that are not reached by TCP are unknown to it. */
    V1 {
        @Override
        public byte[] bytes(SocketAddress client, SocketAddress server) {
            String line = "PROXY UNKNOWN\r\n";
            if (client instanceof InetSocketAddress from
                    && server instanceof InetSocketAddress to
                    && isIpv4(from) == isIpv4(to)) {
                line = "PROXY " + (isIpv4(from) ? "TCP4 " : "TCP6 ") + host(from) + " " + host(to) + " "
                        + from.getPort() + " " + to.getPort() + "\r\n";
            }
            return line.getBytes(StandardCharsets.US_ASCII);
        }
    },

    /** A binary one, which knows clients of the Unix domain too. */
    V2 {
        @Override
        public byte[] bytes(SocketAddress client, SocketAddress server) {
            if (client instanceof InetSocketAddress from
                    && server instanceof InetSocketAddress to
                    && isIpv4(from) == isIpv4(to)) {
                byte[] source = from.getAddress().getAddress();
                byte[] target = to.getAddress().getAddress();
                return start(isIpv4(from) ? TCP_OVER_IPV4 : TCP_OVER_IPV6, 2 * source.length + 2 * Short.BYTES)
                        .put(source)
                        .put(target)
                        .putShort((short) from.getPort())
                        .putShort((short) to.getPort())
                        .array();
            }
            if (client instanceof UnixDomainSocketAddress from && server instanceof UnixDomainSocketAddress to) {
                return start(UNIX_STREAM, 2 * UNIX_PATH)
                        .put(path(from))
                        .put(path(to))
                        .array();
            }
            return start(UNSPECIFIED, 0).array();
        }
    };

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    /** Version 2, and a connection made on behalf of somebody else. */
    private static final byte PROXIED = 0x21;

    private static final byte UNSPECIFIED = 0x00;
    private static final byte TCP_OVER_IPV4 = 0x11;
    private static final byte TCP_OVER_IPV6 = 0x21;
    private static final byte UNIX_STREAM = 0x31;
    private static final int UNIX_PATH = 108;

    /**
     * The header for one connection.
     *
     * @param client where it comes from
     * @param server where it was accepted
     * @return the bytes; none if no header is sent
     */
    public abstract byte[] bytes(SocketAddress client, SocketAddress server);

    private static boolean isIpv4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    /** Without the name of an interface, which means nothing on another machine. */
    private static String host(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static ByteBuffer start(byte family, int length) {
        return ByteBuffer.allocate(SIGNATURE.length + 2 + Short.BYTES + length)
                .put(SIGNATURE)
                .put(PROXIED)
                .put(family)
                .putShort((short) length);
    }

    /** Cut off where it is too long, and followed by zeros where it is not. A client that has no name has an empty one. */
    private static byte[] path(UnixDomainSocketAddress address) {
        byte[] bytes = address.getPath().toString().getBytes(Charset.defaultCharset());
        byte[] padded = new byte[UNIX_PATH];
        System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, UNIX_PATH));
        return padded;
    }
}
