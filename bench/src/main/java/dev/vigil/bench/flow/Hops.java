package dev.vigil.bench.flow;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short connections of AF_UNIX with the smallest buffers that the kernel allows, so that what lies in them can be neglected. */
final class Hops implements Closeable {
    /** The kernel makes it the least that it knows: 4,608 bytes on Linux, bookkeeping included. */
    private static final int SMALLEST = 1024;

    /** Both ends of a connection. */
    record Hop(SocketChannel in, SocketChannel out) {}

    private final Path directory = Files.createTempDirectory("vigil-hops");
    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final List<SocketChannel> channels = new ArrayList<>();

    Hops() throws IOException {
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("hops")));
    }

    Hop open() throws IOException {
        SocketChannel in = opened(SocketChannel.open(listener.getLocalAddress()));
        return new Hop(in, opened(listener.accept()));
    }

    private SocketChannel opened(SocketChannel channel) throws IOException {
        channels.add(channel);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALLEST);
        return channel;
    }

    /**
     * How many bytes lie in one that is full, on average. At most it holds two of the kernel's pieces. When the first is gone there
     * is room for another, but the kernel does not tell so before the second is gone too: so it holds one or two.
     */
    int usual() throws IOException {
        return capacity() * 3 / 4;
    }

    private int capacity() throws IOException {
        Hop hop = open();
        Pattern pattern = new Pattern(1 << 16);
        int total = 0;
        for (int taken = 1; taken > 0; total += taken) {
            taken = hop.in().write(pattern.from(0, 1 << 16));
        }
        hop.in().close();
        hop.out().close();
        return total;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        listener.close();
        Files.deleteIfExists(directory.resolve("hops"));
        Files.delete(directory);
    }
}
