package dev.vigil.trust;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.trust.FileKind.Quality;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** The kinds that the JDK has: its selectable channels. */
final class ChannelFiles {
    private static final int SMALL = 4096;
    private static final String OPEN = " // channel[#], and its peer far[#]";
    private static final String SEND = "peer[#].write(ByteBuffer.allocate(1));";
    private static final String DRAIN = "while (channel[#].read(buffer.clear()) > 0) {}";
    private static final String FILL = "while (channel[#].write(buffer.clear()) > 0) {}";
    private static final String RELIEVE = "while (peer[#].read(buffer.clear()) > 0) {}";
    private static final String CLOSE_FAR = "peer[#].close();";

    private ChannelFiles() {}

    static List<FileKind> kinds(Kernel kernel) {
        FileKind source = new FileKind(
                        "source-channel",
                        ChannelFiles::source,
                        "Pipe.open().source();" + OPEN,
                        Quality.CHANNEL,
                        Quality.PROMPT,
                        Quality.SEND_IS_EDGE)
                .with(Act.SEND, SEND)
                .with(Act.DRAIN, DRAIN)
                .with(Act.CLOSE_FAR, CLOSE_FAR);
        FileKind sink = new FileKind(
                        "sink-channel",
                        ChannelFiles::sink,
                        "Pipe.open().sink();" + OPEN,
                        Quality.CHANNEL,
                        Quality.PROMPT)
                .with(Act.FILL, FILL)
                .with(Act.RELIEVE, RELIEVE)
                .with(Act.CLOSE_FAR, CLOSE_FAR);
        FileKind tcp = new FileKind(
                        "socket-channel", () -> tcp(kernel), "SocketChannel.open(listener);" + OPEN, Quality.CHANNEL)
                .with(Act.SEND, SEND)
                .with(Act.DRAIN, DRAIN)
                .with(Act.FILL, FILL)
                .with(Act.RELIEVE, RELIEVE)
                .with(Act.SHUT_NEAR, "channel[#].shutdownOutput();")
                .with(Act.SHUT_FAR, "peer[#].shutdownOutput();")
                .with(Act.URGENT, "Sockets.sendUrgent(ChannelDescriptors.of(peer[#]), (byte) 1);")
                .with(Act.RESET, "peer[#].setOption(StandardSocketOptions.SO_LINGER, 0).close();")
                .with(Act.CLOSE_FAR, CLOSE_FAR);
        FileKind udp = new FileKind(
                        "datagram-channel", ChannelFiles::udp, "DatagramChannel.open();" + OPEN, Quality.CHANNEL)
                .with(Act.SEND, SEND)
                .with(Act.DRAIN, DRAIN)
                .with(Act.CLOSE_FAR, CLOSE_FAR);
        FileKind listener = new FileKind(
                        "server-channel",
                        Listener::new,
                        "ServerSocketChannel.open().bind(null);" + OPEN,
                        Quality.CHANNEL)
                .with(Act.SEND, "SocketChannel.open(channel[#].getLocalAddress());")
                .with(Act.DRAIN, "while (channel[#].accept() != null) {}");
        return List.of(source, sink, tcp, udp, listener);
    }

    private static OpenFile source() throws IOException {
        Pipe pipe = Pipe.open();
        return new Pair(null, pipe.source(), pipe.sink());
    }

    private static OpenFile sink() throws IOException {
        Pipe pipe = Pipe.open();
        return new Pair(null, pipe.sink(), pipe.source());
    }

    private static OpenFile tcp(Kernel kernel) throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        pair[0].setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
        pair[1].setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
        return new Pair(kernel, pair[0], pair[1]);
    }

    private static OpenFile udp() throws IOException {
        DatagramChannel near = DatagramChannel.open().bind(ChannelKinds.anyPort());
        DatagramChannel far = DatagramChannel.open().bind(ChannelKinds.anyPort());
        near.connect(far.getLocalAddress());
        far.connect(near.getLocalAddress());
        return new Pair(null, near, far);
    }

    /** Two channels. */
    private static final class Pair extends OpenFile {
        private final Kernel kernel;
        private final SelectableChannel near;
        private final SelectableChannel far;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(SMALL);

        Pair(Kernel kernel, SelectableChannel near, SelectableChannel far) throws IOException {
            this.kernel = kernel;
            this.near = near;
            this.far = far;
            near.configureBlocking(false);
            far.configureBlocking(false);
        }

        @Override
        public int opened() {
            return -1;
        }

        @Override
        public SelectableChannel channel() {
            return near;
        }

        @Override
        public boolean act(Act act, int number) throws IOException {
            switch (act) {
                case SEND -> {
                    return ((WritableByteChannel) far).write(bytes.clear().limit(1)) > 0;
                }
                case DRAIN -> takeAll((ReadableByteChannel) near);
                case FILL -> fill((WritableByteChannel) near);
                case RELIEVE -> takeAll((ReadableByteChannel) far);
                case SHUT_NEAR -> ((SocketChannel) near).shutdownOutput();
                case SHUT_FAR -> ((SocketChannel) far).shutdownOutput();
                case CLOSE_FAR -> far.close();
                case URGENT -> kernel.sendUrgent(kernel.numberOf(far));
                case RESET -> {
                    ((SocketChannel) far).setOption(StandardSocketOptions.SO_LINGER, 0);
                    far.close();
                }
            }
            return true;
        }

        private void takeAll(ReadableByteChannel channel) throws IOException {
            while (channel.read(bytes.clear()) > 0) {}
        }

        private void fill(WritableByteChannel channel) throws IOException {
            while (channel.write(bytes.clear()) > 0) {}
        }

        @Override
        public void closeFar() throws IOException {
            far.close();
        }
    }

    /** Listens; the far end connects. */
    private static final class Listener extends OpenFile {
        /** Fewer than its backlog, beyond which connecting blocks. */
        private static final int MANY_CLIENTS = 16;

        private final ServerSocketChannel listener = ServerSocketChannel.open();
        private final List<Closeable> clients = new ArrayList<>();

        Listener() throws IOException {
            listener.bind(ChannelKinds.anyPort()).configureBlocking(false);
        }

        @Override
        public int opened() {
            return -1;
        }

        @Override
        public SelectableChannel channel() {
            return listener;
        }

        @Override
        public boolean act(Act act, int number) throws IOException {
            if (act == Act.SEND) {
                if (clients.size() >= MANY_CLIENTS) {
                    return false;
                }
                clients.add(SocketChannel.open(listener.getLocalAddress()));
            } else {
                for (SocketChannel taken = listener.accept(); taken != null; taken = listener.accept()) {
                    taken.close();
                }
                closeFar();
            }
            return true;
        }

        @Override
        public void closeFar() throws IOException {
            for (Closeable client : clients) {
                client.close();
            }
            clients.clear();
        }
    }
}
