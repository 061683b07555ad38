package dev.vigil.bench.flow;

import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Short connections through a proxy, some at a time: connect, send a byte, read one, read the end, close. The far end closes
 * first, so that no port of a connecting side is left in TIME_WAIT.
 */
public final class ConnectWork implements Workload {
    private static final int MOST = 20_000;
    private static final long PATIENCE_MILLIS = 20_000;

    private final int atOnce;
    private final int listen;
    private final InetSocketAddress proxy;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2);
    private Origin origin;
    private Selector selector;
    private long begun;
    private long done;
    private long end;

    public ConnectWork(Request request) {
        atOnce = (int) request.number("streams", 1, MOST);
        listen = (int) request.number("listen", 1, 65_535);
        proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) request.number("port", 1, 65_535));
    }

    @Override
    public void open() throws IOException {
        origin = new Origin(listen);
        selector = Selector.open();
    }

    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        long served = origin.served();
        begun = 0;
        done = 0;
        long start = System.nanoTime();
        end = start + budget.nanos();
        for (int i = 0; i < atOnce; i++) {
            connect();
        }
        while (done < begun) {
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new RefusedException((begun - done) + " connections were not answered within " + PATIENCE_MILLIS
                        + " ms; the far end: " + origin.failure());
            }
            for (SelectionKey key : selector.selectedKeys()) {
                serve(key);
            }
            selector.selectedKeys().clear();
        }
        reply.put("nanos", System.nanoTime() - start).put("events", done).put("served", origin.served() - served);
    }

    private void connect() throws IOException {
        begun++;
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        if (channel.connect(proxy)) {
            ask(key);
        }
    }

    private void ask(SelectionKey key) throws IOException {
        ((SocketChannel) key.channel()).write(buffer.clear().limit(1));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void serve(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (key.isConnectable()) {
            channel.finishConnect();
            ask(key);
            return;
        }
        int count = channel.read(buffer.clear());
        if (count > 0) {
            key.attach(true);
        } else if (count < 0) {
            channel.close();
            if (key.attachment() == null) {
                throw new RefusedException("a connection ended without an answer");
            }
            done++;
            if (System.nanoTime() < end) {
                connect();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (selector != null) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
        if (origin != null) {
            origin.close();
        }
    }
}
