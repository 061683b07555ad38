package dev.vigil.bench.accept;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Connections as fast as two threads can make them. */
public final class Flood {
    private static final int CLIENTS = 2;

    /** Connections that may wait in the backlog: beyond it the kernel drops them, and a client waits a second. */
    private static final int OUTSTANDING = 256;

    private static final int AT_ONCE = 16;

    private static final long PAUSE_NANOS = 50_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SocketAddress address;
    private final LongSupplier accepted;

    /** Of connections to an address; {@code accepted} counts those that have been accepted there. */
    public Flood(SocketAddress address, LongSupplier accepted) {
        this.address = address;
        this.accepted = accepted;
    }

    /** Accepts per second, during so many nanoseconds and until all have been accepted. */
    public long rate(long nanos) throws InterruptedException {
        LongAdder connected = new LongAdder();
        long before = accepted.getAsLong();
        long begin = System.nanoTime();
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Thread(() -> {
                try {
                    while (System.nanoTime() - begin < nanos) {
                        // Not at each: with many waiters the sum is as dear as a connection.
                        if (connected.sum() - (accepted.getAsLong() - before) < OUTSTANDING) {
                            for (int k = 0; k < AT_ONCE; k++) {
                                connect();
                                connected.increment();
                            }
                        }
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            clients[i].start();
        }
        for (Thread client : clients) {
            client.join();
        }
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (accepted.getAsLong() - before < connected.sum()) {
            if (System.nanoTime() - limit > 0) {
                throw new IllegalStateException(
                        "accepted " + (accepted.getAsLong() - before) + " of " + connected.sum());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return connected.sum() * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
    }

    private void connect() throws IOException {
        try (SocketChannel client = SocketChannel.open()) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.connect(address);
        }
    }
}
