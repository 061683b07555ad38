package dev.vigil.posix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Pairs of sockets that pass messages. */
public enum MessageSockets {
    /** What may lose some. */
    UDP,
    /** What loses none, and has no end. */
    UNIX_DATAGRAM,
    /** What has an end, too. */
    SEQPACKET;

    /**
     * Opens a pair.
     *
     * @return a sender and a receiver, non-blocking
     * @throws IOException if the system refuses
     */
    public SocketPair open() throws IOException {
        if (this == UDP) {
            InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            int sender = Sockets.datagram(loopback);
            int receiver = Sockets.datagram(loopback);
            Sockets.connect(sender, Sockets.localAddress(receiver));
            return new SocketPair(sender, receiver);
        }
        int type = this == SEQPACKET ? SocketConstants.SOCK_SEQPACKET : SocketConstants.SOCK_DGRAM;
        try (Scratch fds = Scratch.take(2 * Integer.BYTES)) {
            Errors.check(
                    "socketpair",
                    LibC.functions()
                            .socketpair(
                                    SocketConstants.AF_UNIX,
                                    type | SocketConstants.SOCK_NONBLOCK | SocketConstants.SOCK_CLOEXEC,
                                    0,
                                    fds.address()));
            return new SocketPair(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
        }
    }
}
