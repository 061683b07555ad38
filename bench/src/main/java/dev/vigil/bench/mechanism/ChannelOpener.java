package dev.vigil.bench.mechanism;

import dev.vigil.posix.ChannelDescriptors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens pairs as the JDK's channels: the same kernel objects as the raw ones. A {@link Pipe} is a pipe; a socket pair is
 * connected through a listening socket, which once connected makes no difference.
 */
final class ChannelOpener implements Pairs.Opener {
    private Path directory;
    private ServerSocketChannel listener;

    @Override
    public Pair open(Pairs.Kind kind) throws IOException {
        if (kind == Pairs.Kind.PIPE) {
            Pipe pipe = Pipe.open();
            return pair(pipe.source(), pipe.sink());
        }
        if (listener == null) {
            listen();
        }
        SocketChannel connected = SocketChannel.open(listener.getLocalAddress());
        return pair(listener.accept(), connected);
    }

    private void listen() throws IOException {
        directory = Files.createTempDirectory("vigil-bench");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("pairs")));
    }

    private static Pair pair(SelectableChannel watched, SelectableChannel other) throws IOException {
        watched.configureBlocking(false);
        other.configureBlocking(false);
        return new Pair(ChannelDescriptors.of(watched), ChannelDescriptors.of(other), watched, other);
    }

    @Override
    public void close(Pair pair) throws IOException {
        pair.channel().close();
        pair.otherChannel().close();
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        if (directory != null) {
            Files.deleteIfExists(directory.resolve("pairs"));
            Files.delete(directory);
        }
    }
}
