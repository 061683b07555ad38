package dev.vigil.bench.command;

import dev.vigil.bench.relay.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What users type for the two ends of a relay: a host and a port, or the path of a socket. What is wrong with it is told in an
 * {@link IllegalArgumentException}.
 */
final class Endpoints {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:/]*)):([0-9]{1,5})");
    private static final String UNIX = "unix:";
    private static final int MOST_PORT = 0xffff;

    private Endpoints() {}

    /** Where to listen: 127.0.0.1:8080, [::1]:8080, *:8080 or :8080 for every interface, unix:/run/relay or /run/relay. */
    static SocketAddress listening(String typed) {
        if (isPath(typed)) {
            return path(typed);
        }
        Matcher matcher = match(typed);
        String host = host(matcher);
        int port = port(matcher);
        if (host.isEmpty() || host.equals("*")) {
            return new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw unknown(host, e);
        }
    }

    /** Where to connect to: a host with all its addresses, or a path. */
    static Upstream upstream(String typed) {
        if (isPath(typed)) {
            return Upstream.of(path(typed));
        }
        Matcher matcher = match(typed);
        String host = host(matcher);
        int port = port(matcher);
        if (port == 0) {
            throw new IllegalArgumentException("port 0 is nobody's: give 1 to 65535");
        }
        if (host.equals("*")) {
            throw new IllegalArgumentException(
                    "'*' is every interface, and no host to connect to: give a name or an address");
        }
        try {
            InetAddress first = InetAddress.getByName(host);
            // An address is its own text; what is looked up is not.
            boolean isName = !host.isEmpty() && first.toString().indexOf('/') > 0;
            return isName ? Upstream.named(host, port) : Upstream.of(new InetSocketAddress(first, port));
        } catch (UnknownHostException e) {
            throw unknown(host, e);
        }
    }

    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? Quantities.text(internet) : UNIX + address;
    }

    private static boolean isPath(String typed) {
        return typed.startsWith(UNIX) || typed.startsWith("/");
    }

    private static UnixDomainSocketAddress path(String typed) {
        String path = typed.startsWith(UNIX) ? typed.substring(UNIX.length()) : typed;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("'" + typed + "' names no socket: give a path, as in unix:/run/relay");
        }
        return UnixDomainSocketAddress.of(path);
    }

    private static Matcher match(String typed) {
        Matcher matcher = HOST_AND_PORT.matcher(typed);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + typed
                            + "' is no address: give a host and a port, as in 127.0.0.1:8080 or [::1]:8080, or a path, as in unix:/run/relay");
        }
        return matcher;
    }

    private static String host(Matcher matcher) {
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private static int port(Matcher matcher) {
        int port = Integer.parseInt(matcher.group(3));
        if (port > MOST_PORT) {
            throw new IllegalArgumentException("port " + port + " is out of range: give 0 to 65535");
        }
        return port;
    }

    private static IllegalArgumentException unknown(String host, UnknownHostException e) {
        return new IllegalArgumentException("'" + host + "' is unknown: give a name or an address", e);
    }
}
