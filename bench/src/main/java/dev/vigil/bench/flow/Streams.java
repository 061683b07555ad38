package dev.vigil.bench.flow;

import dev.vigil.bench.worker.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connects through a proxy to a listener of its own, stream by stream. */
final class Streams implements Closeable {
    private static final int BACKLOG = 4096;
    private static final int PATIENCE_MILLIS = 20_000;

    private final List<Stream> streams = new ArrayList<>();
    private final int buffers;
    private ServerSocketChannel listener;

    /** {@code buffers} is the size of the sockets' own buffers at both ends, or 0 for the system's choice. */
    Streams(int buffers) {
        this.buffers = buffers;
    }

    List<Stream> all() {
        return streams;
    }

    /** Connects so many: to {@code proxy}, which is to connect to {@code listen}. */
    void open(int count, int listen, int proxy) throws IOException {
        listener = ServerSocketChannel.open();
        if (buffers > 0) {
            // Sockets that are accepted have that of the listener; afterwards it would be too late for the window.
            listener.setOption(StandardSocketOptions.SO_RCVBUF, buffers);
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), listen), BACKLOG);
        for (int i = 0; i < count; i++) {
            connect(proxy);
        }
        for (Stream stream : streams) {
            stream.source.configureBlocking(false);
            stream.sink.configureBlocking(false);
        }
    }

    /** One after the other, so that both ends are known to belong together. */
    private void connect(int proxy) throws IOException {
        SocketChannel source = SocketChannel.open();
        try {
            if (buffers > 0) {
                source.setOption(StandardSocketOptions.SO_SNDBUF, buffers);
            }
            source.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy));
            source.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // Some proxies connect to the other side only when there is something to pass on.
            source.write(ByteBuffer.wrap(new byte[] {Pattern.at(0)}));
            Stream stream = new Stream(source, accept());
            stream.addSent(1);
            stream.addReceived(1);
            streams.add(stream);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Waits for the connection and its first byte; one that ends before was somebody's look whether the proxy listens. */
    private SocketChannel accept() throws IOException {
        ServerSocket socket = listener.socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        while (true) {
            Socket accepted;
            try {
                accepted = socket.accept();
            } catch (SocketTimeoutException e) {
                throw new RefusedException("the proxy made no connection within " + PATIENCE_MILLIS + " ms");
            }
            accepted.setSoTimeout(PATIENCE_MILLIS);
            if (accepted.getInputStream().read() >= 0) {
                return accepted.getChannel();
            }
            accepted.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Stream stream : streams) {
            stream.source.close();
            stream.sink.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
