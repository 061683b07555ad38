package dev.vigil.posix;

import jnr.constants.platform.AddressFamily;
import jnr.constants.platform.Shutdown;
import jnr.constants.platform.Sock;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketOption;

/** From {@code <sys/socket.h>}, as jnr-constants knows it for this system where no other source is named. */
public final class SocketConstants {

    /** Sockets of one machine. */
    public static final int AF_UNIX = AddressFamily.AF_UNIX.intValue();
    /** IPv4. */
    public static final int AF_INET = AddressFamily.AF_INET.intValue();
    /** IPv6. */
    public static final int AF_INET6 = AddressFamily.AF_INET6.intValue();

    /** Sockets between a virtual machine and its host, from {@code <linux/socket.h>}; -1 where there are none. */
    public static final int AF_VSOCK = OperatingSystem.CURRENT == OperatingSystem.LINUX ? 40 : -1;

    /** A stream of bytes. */
    public static final int SOCK_STREAM = Sock.SOCK_STREAM.intValue();
    /** Single messages. */
    public static final int SOCK_DGRAM = Sock.SOCK_DGRAM.intValue();
    /** Single messages, of a connection. */
    public static final int SOCK_SEQPACKET = Sock.SOCK_SEQPACKET.intValue();
    /** Close on exec, joined to the type; 0 where the system lacks it (macOS). */
    public static final int SOCK_CLOEXEC = switch (OperatingSystem.CURRENT) {
        case LINUX -> FcntlConstants.O_CLOEXEC;
        case FREEBSD, NETBSD, DRAGONFLY -> 0x10000000;
        case OPENBSD -> 0x8000;
        case MACOS, UNKNOWN -> 0;
    };
    /** Non-blocking, joined to the type; 0 where the system lacks it (macOS). */
    public static final int SOCK_NONBLOCK = switch (OperatingSystem.CURRENT) {
        case LINUX -> FcntlConstants.O_NONBLOCK;
        case FREEBSD, NETBSD, DRAGONFLY -> 0x20000000;
        case OPENBSD -> 0x4000;
        case MACOS, UNKNOWN -> 0;
    };

    /** The level of the options below. */
    public static final int SOL_SOCKET = SocketLevel.SOL_SOCKET.intValue();
    /** The pending error, which reading clears. */
    public static final int SO_ERROR = SocketOption.SO_ERROR.intValue();
    /** The type of the socket. */
    public static final int SO_TYPE = SocketOption.SO_TYPE.intValue();
    /** Whether the socket listens. */
    public static final int SO_ACCEPTCONN = SocketOption.SO_ACCEPTCONN.intValue();
    /** Bind to an address that old connections still hold. */
    public static final int SO_REUSEADDR = SocketOption.SO_REUSEADDR.intValue();
    /** Several sockets on one address. */
    public static final int SO_REUSEPORT = SocketOption.SO_REUSEPORT.intValue();
    /** Whether closing waits for what is unsent, and how long; after 0 seconds it resets. */
    public static final int SO_LINGER = SocketOption.SO_LINGER.intValue();
    /** The size of the send buffer. */
    public static final int SO_SNDBUF = SocketOption.SO_SNDBUF.intValue();
    /** The size of the receive buffer. */
    public static final int SO_RCVBUF = SocketOption.SO_RCVBUF.intValue();

    /** The level of the options of IPv6, on every system known here; from {@code <netinet/in.h>}, as the next one. */
    public static final int IPPROTO_IPV6 = 41;
    /** Whether the wildcard address of IPv6 leaves IPv4 out. */
    public static final int IPV6_V6ONLY = OperatingSystem.CURRENT == OperatingSystem.LINUX ? 26 : 27;

    /** Shut the reading direction. */
    public static final int SHUT_RD = Shutdown.SHUT_RD.intValue();
    /** Shut the writing direction. */
    public static final int SHUT_WR = Shutdown.SHUT_WR.intValue();
    /** Shut both directions. */
    public static final int SHUT_RDWR = Shutdown.SHUT_RDWR.intValue();

    /** Send urgent data; 1 on every system known here. */
    public static final int MSG_OOB = 1;

    /** Leave in the socket what is received; 2 on every system known here. */
    public static final int MSG_PEEK = 2;

    /** Do not wait, on Linux; from {@code <sys/socket.h>}, as the next one. */
    static final int MSG_DONTWAIT = 0x40;
    /** A message was longer than the room for it, on Linux. */
    static final int MSG_TRUNC = 0x20;

    private SocketConstants() {}
}
