package dev.vigil.bench.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The relay of Siebenmann's essay: it waits until some input is there, reads it, and writes it, all of it, before it looks at
 * anything else. That write waits as a blocking write(2) does, here on a Selector of its own, so that it can be ended.
 */
final class NaiveProxy implements Proxy {
    private static final int CHUNK = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final Thread thread = new Thread(this::run, "naive relay");
    private Selector inputs;
    private Selector output;
    private ServerSocketChannel listener;
    private InetSocketAddress destination;
    private volatile boolean ended;
    private volatile Throwable failure;

    @Override
    public int start(int to) throws IOException {
        destination = new InetSocketAddress(InetAddress.getLoopbackAddress(), to);
        inputs = Selector.open();
        output = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(inputs, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void run() {
        try {
            while (!ended) {
                inputs.select();
                for (SelectionKey key : inputs.selectedKeys()) {
                    if (key.isValid()) {
                        serve(key);
                    }
                }
                inputs.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        SocketChannel from = (SocketChannel) key.channel();
        SocketChannel to = (SocketChannel) key.attachment();
        try {
            pass(key, from, to);
        } catch (IOException e) {
            // Reset, by one or the other.
            from.close();
            to.close();
        }
    }

    private void pass(SelectionKey key, SocketChannel from, SocketChannel to) throws IOException {
        int count = from.read(buffer.clear());
        if (count > 0) {
            writeAll(to, buffer.flip());
        } else if (count < 0) {
            key.cancel();
            to.shutdownOutput();
            SelectionKey other = to.keyFor(inputs);
            if (other == null || !other.isValid()) {
                from.close();
                to.close();
            }
        }
    }

    /** The mistake. */
    private void writeAll(SocketChannel to, ByteBuffer bytes) throws IOException {
        to.write(bytes);
        if (!bytes.hasRemaining()) {
            return;
        }
        SelectionKey key = to.register(output, SelectionKey.OP_WRITE);
        while (bytes.hasRemaining() && !ended) {
            output.select();
            output.selectedKeys().clear();
            to.write(bytes);
        }
        key.cancel();
        output.selectNow();
    }

    private void accept() throws IOException {
        for (SocketChannel near = listener.accept(); near != null; near = listener.accept()) {
            SocketChannel far;
            try {
                far = SocketChannel.open(destination);
            } catch (IOException e) {
                near.close();
                continue;
            }
            join(near, far);
            join(far, near);
        }
    }

    private void join(SocketChannel from, SocketChannel to) throws IOException {
        from.configureBlocking(false);
        from.setOption(StandardSocketOptions.TCP_NODELAY, true);
        from.register(inputs, SelectionKey.OP_READ, to);
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        if (inputs == null) {
            return;
        }
        inputs.wakeup();
        output.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : inputs.keys()) {
            key.channel().close();
        }
        inputs.close();
        output.close();
    }
}
