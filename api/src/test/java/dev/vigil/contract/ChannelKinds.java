package dev.vigil.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The kinds that the JDK has: its selectable channels. */
public final class ChannelKinds {
    /** The read end of a {@link Pipe}. */
    public static final Kind PIPE_SOURCE = new Kind(
            "Pipe.SourceChannel",
            ChannelKinds::source,
            Trait.READ,
            Trait.STREAM,
            Trait.END,
            Trait.LOCAL,
            Trait.CHANNEL);

    /** The write end of a {@link Pipe}. */
    public static final Kind PIPE_SINK = new Kind(
            "Pipe.SinkChannel", ChannelKinds::sink, Trait.WRITE, Trait.FILL, Trait.END, Trait.LOCAL, Trait.CHANNEL);

    /** A connected TCP socket. */
    public static final Kind TCP = new Kind(
            "SocketChannel",
            Tcp::new,
            Trait.READ,
            Trait.WRITE,
            Trait.FILL,
            Trait.STREAM,
            Trait.END,
            Trait.HALF_CLOSE,
            Trait.CHANNEL);

    /** A connected UDP socket. */
    public static final Kind UDP = new Kind("DatagramChannel", Udp::new, Trait.READ, Trait.WRITE, Trait.CHANNEL);

    /** A listening TCP socket. */
    public static final Kind LISTENER = new Kind("ServerSocketChannel", Listener::new, Trait.READ, Trait.CHANNEL);

    private ChannelKinds() {}

    /** Every kind here. */
    public static List<Kind> all() {
        return List.of(PIPE_SOURCE, PIPE_SINK, TCP, UDP, LISTENER);
    }

    private static Link source() throws IOException {
        Pipe pipe = Pipe.open();
        return new ChannelLink(pipe.source(), pipe.sink()) {};
    }

    private static Link sink() throws IOException {
        Pipe pipe = Pipe.open();
        return new ChannelLink(pipe.sink(), pipe.source()) {};
    }

    /** A port of the loopback interface that the system chooses. */
    public static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A listener in blocking mode on the loopback interface. */
    public static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(anyPort());
    }

    /** Two connected TCP sockets in blocking mode: the one that connected, the one accepted. */
    public static SocketChannel[] tcpPair() throws IOException {
        try (ServerSocketChannel listener = listener()) {
            SocketChannel near = SocketChannel.open(listener.getLocalAddress());
            SocketChannel far = listener.accept();
            return new SocketChannel[] {near, far};
        }
    }

    private static final class Tcp extends ChannelLink {
        private final SocketChannel near;
        private final SocketChannel far;

        Tcp() throws IOException {
            this(tcpPair());
        }

        private Tcp(SocketChannel[] pair) throws IOException {
            super(pair[0], pair[1]);
            near = pair[0];
            far = pair[1];
        }

        @Override
        public void shutFar() throws IOException {
            far.shutdownOutput();
        }

        @Override
        public void shutNear() throws IOException {
            near.shutdownOutput();
        }
    }

    private static final class Udp extends ChannelLink {
        Udp() throws IOException {
            this(DatagramChannel.open().bind(anyPort()), DatagramChannel.open().bind(anyPort()));
        }

        private Udp(DatagramChannel near, DatagramChannel far) throws IOException {
            super(near, far);
            near.connect(far.getLocalAddress());
            far.connect(near.getLocalAddress());
        }
    }

    /** Listens; the far end connects. */
    private static final class Listener extends ChannelLink {
        private final ServerSocketChannel listener;
        private final List<SocketChannel> clients = new ArrayList<>();

        Listener() throws IOException {
            this(listener());
        }

        private Listener(ServerSocketChannel listener) throws IOException {
            super(listener, listener);
            this.listener = listener;
        }

        @Override
        public void makeReadable() throws IOException {
            clients.add(SocketChannel.open(listener.getLocalAddress()));
        }

        @Override
        public void drain() throws IOException {
            for (SocketChannel accepted = listener.accept(); accepted != null; accepted = listener.accept()) {
                accepted.close();
            }
        }

        @Override
        public int send(ByteBuffer bytes) {
            throw new UnsupportedOperationException("a listener carries no bytes");
        }

        @Override
        public void close() throws IOException {
            super.close();
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }
}
