package dev.vigil.bench.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Where a {@link RelayServer} connects to: an address that stays, or a host and a port. */
public final class Upstream {
    /** Null for a host that is looked up for every connection. */
    private final List<SocketAddress> fixed;

    private final String host;
    private final int port;

    private Upstream(List<SocketAddress> fixed, String host, int port) {
        this.fixed = fixed;
        this.host = host;
        this.port = port;
    }

    /** One address, which is not looked up again. */
    public static Upstream of(SocketAddress address) {
        return new Upstream(List.of(address), null, 0);
    }

    /** All addresses that a name has when somebody connects: the JVM remembers them for a while (networkaddress.cache.ttl). */
    public static Upstream named(String host, int port) {
        return new Upstream(null, host, port);
    }

    /** Whether {@link #addresses} asks nobody, and so may be called by the thread of a loop. */
    boolean isFixed() {
        return fixed != null;
    }

    /** The addresses to try, in this order. */
    List<SocketAddress> addresses() throws UnknownHostException {
        if (fixed != null) {
            return fixed;
        }
        return Stream.of(InetAddress.getAllByName(host))
                .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public String toString() {
        return fixed != null ? fixed.get(0).toString() : host + ":" + port;
    }
}
