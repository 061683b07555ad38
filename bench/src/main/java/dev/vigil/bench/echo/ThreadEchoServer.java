package dev.vigil.bench.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A server whose loop is our own: what is the same whichever way it is told of ready sockets. */
abstract class ThreadEchoServer implements EchoServer, Runnable {
    private static final int BUFFER = 4096;

    protected ServerSocketChannel listener;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** Written by the server's thread alone. */
    private volatile long served;

    private volatile Throwable failure;
    private volatile boolean stop;
    private Thread thread;

    abstract void open() throws IOException;

    /** One wait, and what comes of it. */
    abstract void turn() throws IOException;

    abstract void wake();

    abstract void watch(SocketChannel connection) throws IOException;

    @Override
    public final int start() throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        open();
        thread = new Thread(this, "echo server");
        thread.setDaemon(true);
        thread.start();
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public final void run() {
        try {
            while (!stop) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** Accepts all that are there. */
    protected final void accept() throws IOException {
        for (SocketChannel accepted = listener.accept(); accepted != null; accepted = listener.accept()) {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            watch(accepted);
        }
    }

    /** Sends back what came, or closes at the end. A ping-pong never fills a socket's buffer. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    protected final void echo(SocketChannel connection) throws IOException {
        buffer.clear();
        int got = read(connection);
        if (got < 0) {
            connection.close();
        } else if (got > 0) {
            // Counted first: once it is written, somebody may ask.
            served += got / MESSAGE;
            buffer.flip();
            if (connection.write(buffer) != got) {
                throw new IOException("an echo of " + got + " bytes did not fit");
            }
        }
    }

    private int read(SocketChannel connection) {
        try {
            return connection.read(buffer);
        } catch (IOException e) {
            // The client resets its connections when it is through.
            return -1;
        }
    }

    @Override
    public final long served() {
        return served;
    }

    @Override
    public final Throwable failure() {
        return failure;
    }

    /** Ends the thread; subclasses then close what they opened. */
    protected final void stopThread() throws IOException {
        stop = true;
        if (thread == null) {
            return;
        }
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server ended", e);
        }
    }
}
