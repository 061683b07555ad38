package dev.vigil.relay;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * Where a {@link Relay} connects to: one address or several, tried in order until one answers; and what is sent there before everything
 * else.
 */
public final class Destination {
    private final List<SocketAddress> addresses;
    private final byte[] preamble;

    private Destination(List<SocketAddress> addresses, byte[] preamble) {
        this.addresses = addresses;
        this.preamble = preamble;
    }

    /**
     * A destination with one address.
     *
     * @param address an Internet address, or a {@link UnixDomainSocketAddress}; for others see
     *     {@link Relay#connect(dev.vigil.loop.EventLoop, RelayEnd, SocketAddress)}
     * @return the destination
     * @throws IllegalArgumentException if it is an address that no channel can be connected to
     */
    public static Destination of(SocketAddress address) {
        return of(List.of(address));
    }

    /**
     * A destination with several addresses: those of a name, for one.
     *
     * @param addresses Internet addresses, or some of the Unix domain, in the order in which they are tried
     * @return the destination
     * @throws IllegalArgumentException if there are none, or one that no channel can be connected to
     */
    public static Destination of(List<? extends SocketAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a destination without an address cannot be reached: give 1 or more");
        }
        addresses.forEach(Destination::requireConnectable);
        return new Destination(List.copyOf(addresses), new byte[0]);
    }

    private static void requireConnectable(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress internet) {
            if (internet.isUnresolved()) {
                throw new IllegalArgumentException(internet.getHostString()
                        + " was not looked up, or is unknown: give the addresses that InetAddress.getAllByName finds");
            }
        } else if (!(address instanceof UnixDomainSocketAddress)) {
            throw new IllegalArgumentException(address + " is an address that no channel can be connected to: connect a"
                    + " descriptor (Sockets.connect), and join an end that owns it (DescriptorEnd.owning)");
        }
    }

    /**
     * Has something sent as soon as the connection stands, before what the other end sends: a header of the PROXY protocol, for one. It
     * counts as relayed.
     *
     * @param bytes at most 4096
     * @return the same addresses with this
     * @throws IllegalArgumentException if it is longer
     */
    public Destination preamble(byte[] bytes) {
        if (bytes.length > ChunkPool.RESERVE) {
            throw new IllegalArgumentException(
                    "a preamble of " + bytes.length + " bytes is too long: give at most " + ChunkPool.RESERVE);
        }
        return new Destination(addresses, bytes.clone());
    }

    List<SocketAddress> addresses() {
        return addresses;
    }

    byte[] preamble() {
        return preamble;
    }

    @Override
    public String toString() {
        return addresses.size() == 1 ? addresses.get(0).toString() : addresses.toString();
    }
}
