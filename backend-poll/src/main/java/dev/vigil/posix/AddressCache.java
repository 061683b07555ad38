package dev.vigil.posix;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Addresses of the Internet that were met before, as objects and as the kernel has them, so that none need be made again for each
 * message. One place for each of some hundred; who comes to the place of another takes it. Not thread-safe.
 */
final class AddressCache {
    private static final int PLACES = 256;

    /** Holds an address of IPv6; longer ones are not kept. */
    private static final int WIDTH = 32;

    private final SocketAddress[] known = new SocketAddress[PLACES];
    private final byte[] lengths = new byte[PLACES];
    private final ByteBuffer kernels = ByteBuffer.allocate(PLACES * WIDTH).order(ByteOrder.nativeOrder());

    /** The object for what is at the start of a block. */
    SocketAddress decode(ByteBuffer block, int length) {
        if (length > WIDTH || length % Integer.BYTES != 0) {
            return SocketAddresses.decode(block, length);
        }
        int hash = length;
        for (int i = 0; i < length; i += Integer.BYTES) {
            hash = hash * 31 + block.getInt(i);
        }
        int place = place(hash);
        if (known[place] == null || lengths[place] != length || !isSame(place, block, length)) {
            keep(place, SocketAddresses.decode(block, length), block, length);
        }
        return known[place];
    }

    private boolean isSame(int place, ByteBuffer block, int length) {
        for (int i = 0; i < length; i += Integer.BYTES) {
            if (kernels.getInt(place * WIDTH + i) != block.getInt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Writes an address to the start of a block, and returns its length; one of IPv4 in the form of IPv6 if that is wanted. */
    int encode(SocketAddress address, boolean mapped, ByteBuffer block) {
        if (!(address instanceof InetSocketAddress internet)) {
            return SocketAddresses.encode(address, block);
        }
        int place = place(internet.hashCode());
        if (!isSame(known[place], internet)) {
            int length =
                    mapped ? SocketAddresses.encodeMapped(internet, block) : SocketAddresses.encode(internet, block);
            keep(place, internet, block, length);
            return length;
        }
        int length = lengths[place];
        for (int i = 0; i < length; i += Integer.BYTES) {
            block.putInt(i, kernels.getInt(place * WIDTH + i));
        }
        return length;
    }

    private void keep(int place, SocketAddress address, ByteBuffer block, int length) {
        known[place] = address;
        lengths[place] = (byte) length;
        kernels.put(place * WIDTH, block, 0, length);
    }

    /** Addresses of IPv6 are equal whatever their scope. */
    private static boolean isSame(SocketAddress one, InetSocketAddress other) {
        return one == other
                || (one instanceof InetSocketAddress internet
                        && internet.equals(other)
                        && scope(internet) == scope(other));
    }

    private static int scope(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address host ? host.getScopeId() : 0;
    }

    private static int place(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
    }
}
