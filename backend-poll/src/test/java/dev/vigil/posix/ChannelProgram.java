package dev.vigil.posix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Uses every kind of channel of the JDK through its descriptor, and prints how that was found, or why not. */
final class ChannelProgram {

    private ChannelProgram() {}

    public static void main(String[] arguments) throws IOException {
        try {
            checkAll();
            System.out.println(ChannelDescriptors.way());
        } catch (UnsupportedOperationException e) {
            System.out.println(e.getMessage());
        }
    }

    static void checkAll() throws IOException {
        checkSockets();
        checkDatagrams();
        checkPipe();
    }

    private static void checkSockets() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel client = SocketChannel.open()) {
            server.bind(loopback);
            server.configureBlocking(false);
            client.connect(server.getLocalAddress());
            int listener = ChannelDescriptors.of(server);
            Poll.untilReadable(listener);
            int accepted = Sockets.accept(listener);
            expect(client.getRemoteAddress().equals(Sockets.localAddress(accepted)), "listener " + listener);
            Descriptors.write(ChannelDescriptors.of(client), ByteBuffer.allocate(3));
            Poll.untilReadable(accepted);
            expect(Descriptors.read(accepted, ByteBuffer.allocate(9)) == 3, "client of " + client);
            Descriptors.close(accepted);
        }
    }

    private static void checkDatagrams() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DatagramChannel datagrams = DatagramChannel.open()) {
            datagrams.bind(loopback);
            int receiver = ChannelDescriptors.of(datagrams);
            datagrams.send(ByteBuffer.allocate(5), datagrams.getLocalAddress());
            Poll.untilReadable(receiver);
            expect(Descriptors.read(receiver, ByteBuffer.allocate(9)) == 5, "receiver " + receiver);
        }
    }

    private static void checkPipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            expect(Descriptors.write(ChannelDescriptors.of(sink), ByteBuffer.allocate(4)) == 4, "sink");
            expect(Descriptors.read(ChannelDescriptors.of(source), ByteBuffer.allocate(9)) == 4, "source");
        }
    }

    private static void expect(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not its descriptor: " + what);
        }
    }
}
