package dev.vigil.posix;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses as the kernel wants them, from {@code <netinet/in.h>}; port and address are in network order:
 *
 * <pre>{@code
 * struct sockaddr_in  { sa_family_t sin_family;  in_port_t sin_port;  struct in_addr sin_addr; char pad[8]; };
 * struct sockaddr_in6 { sa_family_t sin6_family; in_port_t sin6_port; uint32_t sin6_flowinfo;
 *                       struct in6_addr sin6_addr; uint32_t sin6_scope_id; };
 * }</pre>
 *
 * The family is 16 bits on Linux. On macOS and the BSDs it is 8, with the length in the 8 bits before it.
 */
final class SocketAddresses {

    /** Room for either, and for those of other families that are cut off there. */
    static final int SIZE = 32;

    private static final int IN_SIZE = 16;
    private static final int IN6_SIZE = 28;
    private static final int PORT = 2;
    private static final int IN_ADDRESS = 4;
    private static final int IN6_ADDRESS = 8;
    private static final int IN6_SCOPE = 24;

    private SocketAddresses() {}

    static int family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? SocketConstants.AF_INET6 : SocketConstants.AF_INET;
    }

    /** Writes the address to the start of the block, and returns its length. */
    static int encode(InetSocketAddress address, ByteBuffer block) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException(address + ": not resolved");
        }
        int length = host instanceof Inet6Address ? IN6_SIZE : IN_SIZE;
        for (int i = 0; i < length; i++) {
            block.put(i, (byte) 0);
        }
        if (OperatingSystem.CURRENT == OperatingSystem.LINUX) {
            block.putShort(0, (short) family(address));
        } else {
            block.put(0, (byte) length).put(1, (byte) family(address));
        }
        block.put(PORT, (byte) (address.getPort() >>> 8)).put(PORT + 1, (byte) address.getPort());
        if (host instanceof Inet6Address inet6) {
            block.put(IN6_ADDRESS, inet6.getAddress());
            block.putInt(IN6_SCOPE, inet6.getScopeId());
        } else {
            block.put(IN_ADDRESS, host.getAddress());
        }
        return length;
    }

    /** Reads the address at the start of the block. */
    static InetSocketAddress decode(ByteBuffer block) {
        int family = OperatingSystem.CURRENT == OperatingSystem.LINUX ? block.getShort(0) : block.get(1);
        int port = Byte.toUnsignedInt(block.get(PORT)) << 8 | Byte.toUnsignedInt(block.get(PORT + 1));
        try {
            if (family == SocketConstants.AF_INET) {
                byte[] host = new byte[4];
                block.get(IN_ADDRESS, host);
                return new InetSocketAddress(InetAddress.getByAddress(host), port);
            }
            if (family == SocketConstants.AF_INET6) {
                byte[] host = new byte[16];
                block.get(IN6_ADDRESS, host);
                int scope = block.getInt(IN6_SCOPE);
                // getByAddress makes an IPv4 address of one that is only mapped into IPv6.
                return new InetSocketAddress(
                        scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope),
                        port);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
        throw new IllegalArgumentException("address family " + family + ": only IPv4 and IPv6 are known here");
    }
}
