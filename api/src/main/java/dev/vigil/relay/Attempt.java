package dev.vigil.relay;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** One address that is tried: a channel, and the end that was made of it. Only for the loop's thread. */
final class Attempt {
    private final SocketAddress address;
    private final SocketChannel channel;
    private final Side side;

    /** Opens a channel and makes an end of it; leaves nothing open if that fails. */
    Attempt(RelayPair pair, RelayEnd other, SocketAddress address) throws IOException {
        this.address = address;
        channel = open(address);
        RelayEnd end = null;
        try {
            channel.configureBlocking(false);
            end = pair.home().settings.ends().apply(channel);
            if (end == null) {
                throw new IllegalStateException("the factory of ends made nothing of " + channel
                        + ": it has to return an end or throw an exception");
            }
            Running.requireOpposite(other, end);
        } catch (Throwable e) {
            closeAfter(e, end);
            closeAfter(e, channel);
            throw e;
        }
        side = new Side(pair, end);
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        try {
            return address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
        } catch (UnsupportedOperationException e) {
            throw refused(address, e);
        }
    }

    /** What makes no difference to the other addresses of a destination: an IPv6 address where the JVM has IPv4 only, for one. */
    private static IOException refused(SocketAddress address, RuntimeException why) {
        ConnectException refusal =
                new ConnectException(address + " is of a kind that this JVM does not connect to: " + why);
        refusal.initCause(why);
        return refusal;
    }

    private static void closeAfter(Throwable failure, Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    SocketAddress address() {
        return address;
    }

    Side side() {
        return side;
    }

    /** Begins to connect: true if the connection stands at once, else its side is told when it is worth another look. */
    boolean begin() throws IOException {
        if (connect()) {
            finish();
            return true;
        }
        side.watch(false, true);
        return false;
    }

    private boolean connect() throws IOException {
        try {
            return channel.connect(address);
        } catch (UnresolvedAddressException | UnsupportedAddressTypeException | SecurityException e) {
            throw refused(address, e);
        }
    }

    /** Whether the connection stands by now. */
    boolean isConnected() throws IOException {
        if (!channel.finishConnect()) {
            return false;
        }
        finish();
        return true;
    }

    private void finish() throws IOException {
        // Where nobody listens at a port of the range that the system gives to clients, it may give that very port.
        if (!(address instanceof UnixDomainSocketAddress)
                && channel.getLocalAddress().equals(channel.getRemoteAddress())) {
            throw new ConnectException("nobody listens at " + address + ": the connection had itself as its peer");
        }
        ChannelEnd.sendAtOnce(channel);
    }

    /**
     * Closes it. The connection may stand by now, and be somebody's: if it is given up, it is reset, as an end would say that there was
     * nothing to be sent. What it throws unchecked is somebody's mistake, and returned.
     */
    Throwable close(boolean abort, Throwable before) {
        return side.close(abort, before);
    }
}
