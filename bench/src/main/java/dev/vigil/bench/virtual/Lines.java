package dev.vigil.bench.virtual;

import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.raw.BlockingChannel;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens lines with two ends each, of raw descriptors or of the JDK's channels: the same objects of the kernel. */
final class Lines implements Closeable {
    private static final int BACKLOG = 4096;

    private final boolean raw;
    private final String kind;
    private final List<Channel> opened = new ArrayList<>();
    private ServerSocketChannel listener;
    private Path directory;

    Lines(boolean raw, String kind) {
        this.raw = raw;
        this.kind = kind;
    }

    /** Both ends of a new line. */
    ByteChannel[] open() throws IOException {
        ByteChannel[] ends = switch (kind) {
            case "pipe" -> raw ? rawPipes() : pipes();
            case "unix" -> raw ? rawUnix() : sockets(StandardProtocolFamily.UNIX);
            default -> raw ? rawTcp() : sockets(StandardProtocolFamily.INET);
        };
        opened.addAll(List.of(ends));
        return ends;
    }

    private static ByteChannel[] rawPipes() throws IOException {
        PipeEnds there = Descriptors.pipe();
        PipeEnds back = Descriptors.pipe();
        return new ByteChannel[] {
            new Both(BlockingChannel.owning(back.readEnd()), BlockingChannel.owning(there.writeEnd())),
            new Both(BlockingChannel.owning(there.readEnd()), BlockingChannel.owning(back.writeEnd()))
        };
    }

    private static ByteChannel[] pipes() throws IOException {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        return new ByteChannel[] {new Both(back.source(), there.sink()), new Both(there.source(), back.sink())};
    }

    private static ByteChannel[] rawUnix() throws IOException {
        SocketPair pair = Sockets.pair();
        return new ByteChannel[] {BlockingChannel.owning(pair.first()), BlockingChannel.owning(pair.second())};
    }

    /** The JDK connects them; what waits is ours. */
    private ByteChannel[] rawTcp() throws IOException {
        ByteChannel[] ends = sockets(StandardProtocolFamily.INET);
        for (int i = 0; i < ends.length; i++) {
            SocketChannel socket = (SocketChannel) ends[i];
            opened.add(socket);
            socket.configureBlocking(false);
            ends[i] = BlockingChannel.borrowing(ChannelDescriptors.of(socket));
        }
        return ends;
    }

    private ByteChannel[] sockets(StandardProtocolFamily family) throws IOException {
        if (listener == null) {
            listen(family);
        }
        SocketChannel connected = SocketChannel.open(listener.getLocalAddress());
        SocketChannel accepted = listener.accept();
        if (family != StandardProtocolFamily.UNIX) {
            for (SocketChannel each : List.of(connected, accepted)) {
                each.setOption(StandardSocketOptions.TCP_NODELAY, true);
                // Closing resets: thousands of connections in TIME_WAIT would use up the ports.
                each.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        }
        return new ByteChannel[] {connected, accepted};
    }

    private void listen(StandardProtocolFamily family) throws IOException {
        listener = ServerSocketChannel.open(family);
        if (family == StandardProtocolFamily.UNIX) {
            directory = Files.createTempDirectory("vigil-bench");
            listener.bind(UnixDomainSocketAddress.of(directory.resolve("lines")), BACKLOG);
        } else {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        }
    }

    /** Closes all ends, which ends whoever waits for one. */
    @Override
    public void close() throws IOException {
        // The last first: what borrows a descriptor lets go of it before its owner closes it.
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        if (listener != null) {
            listener.close();
        }
        if (directory != null) {
            Files.deleteIfExists(directory.resolve("lines"));
            Files.delete(directory);
        }
    }

    /** Two channels as one. */
    private record Both(ReadableByteChannel in, WritableByteChannel out) implements ByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return in.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return out.write(source);
        }

        @Override
        public boolean isOpen() {
            return in.isOpen() || out.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
            out.close();
        }
    }
}
