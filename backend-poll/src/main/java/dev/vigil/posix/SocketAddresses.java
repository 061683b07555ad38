package dev.vigil.posix;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses as the kernel wants them, from {@code <netinet/in.h>}, where port and address are in network order, {@code <sys/un.h>} and
 * {@code <linux/vm_sockets.h>}:
 *
 * <pre>{@code
 * struct sockaddr_in  { sa_family_t sin_family;  in_port_t sin_port;  struct in_addr sin_addr; char pad[8]; };
 * struct sockaddr_in6 { sa_family_t sin6_family; in_port_t sin6_port; uint32_t sin6_flowinfo;
 *                       struct in6_addr sin6_addr; uint32_t sin6_scope_id; };
 * struct sockaddr_un  { sa_family_t sun_family; char sun_path[108]; };
 * struct sockaddr_vm  { sa_family_t svm_family; unsigned short svm_reserved1; unsigned int svm_port, svm_cid; char svm_zero[4]; };
 * }</pre>
 *
 * The family is 16 bits on Linux. On macOS and the BSDs it is 8, with the length in the 8 bits before it.
 *
 * <p>A path of {@code sun_path} needs no zero at its end if its length says where that is, and may fill all of it.
 */
final class SocketAddresses {

    /** Room for all of these, and for those of other families that are cut off there. */
    static final int SIZE = 128;

    private static final int IN_SIZE = 16;
    private static final int IN6_SIZE = 28;
    private static final int PORT = 2;
    private static final int IN_ADDRESS = 4;
    private static final int IN6_ADDRESS = 8;
    private static final int IN6_SCOPE = 24;
    private static final int UN_NAME = 2;
    private static final int UN_NAME_SIZE = OperatingSystem.CURRENT == OperatingSystem.LINUX ? 108 : 104;
    private static final int VM_SIZE = 16;
    private static final int VM_PORT = 4;
    private static final int VM_CONTEXT = 8;

    private SocketAddresses() {}

    static int family(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return internet.getAddress() instanceof Inet6Address ? SocketConstants.AF_INET6 : SocketConstants.AF_INET;
        }
        if (address instanceof UnixAddress || address instanceof UnixDomainSocketAddress) {
            return SocketConstants.AF_UNIX;
        }
        if (address instanceof VsockAddress && OperatingSystem.CURRENT == OperatingSystem.LINUX) {
            return SocketConstants.AF_VSOCK;
        }
        throw new UnsupportedOperationException(
                address + ": an address of the Internet or of the Unix domain is wanted here, or,"
                        + " on Linux, one of a virtual machine");
    }

    /** The family of the address at the start of the block. */
    static int family(ByteBuffer block) {
        return OperatingSystem.CURRENT == OperatingSystem.LINUX ? block.getShort(0) : block.get(1);
    }

    /** Writes the address to the start of the block, and returns its length. */
    static int encode(SocketAddress address, ByteBuffer block) {
        int family = family(address);
        int length;
        if (address instanceof InetSocketAddress internet) {
            length = encodeInternet(internet, block);
        } else if (address instanceof VsockAddress vsock) {
            length = VM_SIZE;
            clear(block, length);
            block.putInt(VM_PORT, vsock.port()).putInt(VM_CONTEXT, vsock.context());
        } else {
            UnixAddress unix =
                    address instanceof UnixDomainSocketAddress jdks ? UnixAddress.of(jdks) : (UnixAddress) address;
            byte[] name = unix.kernelName();
            if (name.length > UN_NAME_SIZE) {
                throw new IllegalArgumentException(address + ": " + name.length + " bytes are too long, at most "
                        + UN_NAME_SIZE + " are possible");
            }
            block.put(UN_NAME, name);
            length = UN_NAME + name.length;
        }
        if (OperatingSystem.CURRENT == OperatingSystem.LINUX) {
            block.putShort(0, (short) family);
        } else {
            block.put(0, (byte) length).put(1, (byte) family);
        }
        return length;
    }

    private static void clear(ByteBuffer block, int length) {
        for (int i = 0; i < length; i++) {
            block.put(i, (byte) 0);
        }
    }

    private static int encodeInternet(InetSocketAddress address, ByteBuffer block) {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IllegalArgumentException(address + ": not resolved");
        }
        int length = host instanceof Inet6Address ? IN6_SIZE : IN_SIZE;
        clear(block, length);
        block.put(PORT, (byte) (address.getPort() >>> 8)).put(PORT + 1, (byte) address.getPort());
        if (host instanceof Inet6Address inet6) {
            block.put(IN6_ADDRESS, inet6.getAddress());
            block.putInt(IN6_SCOPE, inet6.getScopeId());
        } else {
            block.put(IN_ADDRESS, host.getAddress());
        }
        return length;
    }

    /** Writes an address as IPv6 has it, one of IPv4 as IPv6 maps it: what a socket of IPv6 takes on every system. */
    static int encodeMapped(InetSocketAddress address, ByteBuffer block) {
        if (!(address.getAddress() instanceof Inet4Address host)) {
            return encode(address, block);
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(host.getAddress(), 0, mapped, 12, 4);
        try {
            return encode(new InetSocketAddress(Inet6Address.getByAddress(null, mapped, 0), address.getPort()), block);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    /** Reads the address at the start of the block, which is so long. */
    static SocketAddress decode(ByteBuffer block, int length) {
        int family = family(block);
        if (family == SocketConstants.AF_UNIX || length <= UN_NAME) {
            byte[] name = new byte[Math.max(0, Math.min(length, SIZE) - UN_NAME)];
            block.get(UN_NAME, name);
            return UnixAddress.ofKernel(name);
        }
        if (family == SocketConstants.AF_VSOCK) {
            return new VsockAddress(block.getInt(VM_CONTEXT), block.getInt(VM_PORT));
        }
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
        throw new IllegalArgumentException(
                "address family " + family + ": only IPv4, IPv6, Unix and vsock are known here");
    }
}
