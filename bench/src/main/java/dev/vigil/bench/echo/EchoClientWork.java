package dev.vigil.bench.echo;

import dev.vigil.bench.worker.Budget;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Samples;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The client's side, the same for all servers, in a process of its own: each of its connections sends a message, waits for
 * the echo, checks it, and sends the next. Others are opened and stay idle.
 */
public final class EchoClientWork implements Workload {
    private static final int MOST = 20_000;
    private static final long PATIENCE_MILLIS = 20_000;

    private final int port;
    private final int connections;
    private final int idle;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Samples samples = new Samples();
    private Selector selector;
    private long end;
    private long requests;
    private int outstanding;

    public EchoClientWork(Request request) {
        port = (int) request.number("port", 1, 65_535);
        connections = (int) request.number("connections", 1, MOST);
        idle = (int) request.number("idle", 0, 0, MOST);
    }

    @Override
    public void open() throws IOException {
        selector = Selector.open();
        // The idle ones first: they are in front of the active ones wherever a server keeps them in order.
        for (int i = 0; i < idle; i++) {
            connect();
        }
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = connect();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Conversation(channel));
        }
        round(new Budget(1, 0), new Reply());
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channels.add(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Closing resets: thousands of connections in TIME_WAIT would use up the ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        return channel;
    }

    @Override
    public void round(Budget budget, Reply reply) throws IOException {
        samples.reset();
        requests = 0;
        long start = System.nanoTime();
        end = start + budget.nanos();
        for (SelectionKey key : selector.keys()) {
            ((Conversation) key.attachment()).send(start);
        }
        while (outstanding > 0) {
            if (selector.select(EchoClientWork::serve, PATIENCE_MILLIS) == 0) {
                throw new RefusedException(outstanding + " echoes did not come within " + PATIENCE_MILLIS + " ms");
            }
        }
        reply.put("iterations", requests).put("events", requests).put("nanos", System.nanoTime() - start);
        samples.report(reply);
    }

    private static void serve(SelectionKey key) {
        try {
            ((Conversation) key.attachment()).receive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        if (selector != null) {
            selector.close();
        }
    }

    /** One connection, and the message under way. */
    private final class Conversation {
        private final SocketChannel channel;
        private final ByteBuffer message = ByteBuffer.allocateDirect(EchoServer.MESSAGE);
        private final ByteBuffer echo = ByteBuffer.allocateDirect(EchoServer.MESSAGE);
        private long number;
        private long sentAt;

        Conversation(SocketChannel channel) {
            this.channel = channel;
        }

        void send(long now) throws IOException {
            message.clear().putLong(0, ++number);
            sentAt = now;
            outstanding++;
            if (channel.write(message) != EchoServer.MESSAGE) {
                throw new RefusedException("a message did not fit into a socket that was empty");
            }
        }

        void receive() throws IOException {
            if (channel.read(echo) < 0) {
                throw new RefusedException("the server closed a connection");
            }
            if (echo.hasRemaining()) {
                return;
            }
            if (echo.getLong(0) != number) {
                throw new RefusedException("message " + number + " came back as " + echo.getLong(0));
            }
            echo.clear();
            long now = System.nanoTime();
            samples.add(now - sentAt);
            requests++;
            outstanding--;
            if (now < end) {
                send(now);
            }
        }
    }
}
