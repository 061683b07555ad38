package dev.vigil.bench.herd;

import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The waiters and their client, in a process of their own. Each line of standard input is the length of a round in
 * nanoseconds, and is answered with one line of results. Ends with its input.
 *
 * <p>A round has two halves. In the first one connections come one at a time, the next when everybody waits again; in the
 * second one they come as fast as two threads can make them.
 */
public final class HerdMain {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How long to see no further wake-up before it is believed that there is none. */
    private static final long QUIET_NANOS = 50_000;

    private static final int FLOODERS = 2;

    /** Connections that may wait in the backlog: beyond it the kernel drops them, and a client waits a second. */
    private static final int OUTSTANDING = 256;

    private final Waiters waiters;
    private final int least;
    private final Samples samples = new Samples();
    private long connected;

    private HerdMain(Waiters waiters, int least) {
        this.waiters = waiters;
        this.least = least;
    }

    /** Backend, mode, waiters, duplicates of the listener, accepts between rotations. */
    public static void main(String[] arguments) throws Exception {
        Mode mode = Mode.of(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        // Shares mean little before everybody could have had a turn; where all are woken that takes too long.
        int least = mode == Mode.LEVEL ? 1 : 2 * count;
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Waiters waiters = new Waiters(
                arguments[0], mode, count, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]))) {
            HerdMain herd = new HerdMain(waiters, least);
            herd.awaitQuiet();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(herd.round(Long.parseLong(line)));
            }
        }
    }

    private Reply round(long nanos) throws Exception {
        long[] shares = waiters.shares();
        long wakeUps = waiters.sum(waiter -> waiter.wakeUps.get());
        long futile = waiters.sum(waiter -> waiter.futile.get());
        samples.reset();
        long end = System.nanoTime() + nanos;
        int connections = 0;
        do {
            samples.add(connect());
            connections++;
            awaitAccepted();
            awaitQuiet();
        } while (connections < least || System.nanoTime() - end < 0);
        long[] after = waiters.shares();
        Arrays.setAll(shares, i -> after[i] - shares[i]);
        Reply reply = new Reply();
        samples.report(reply);
        reply.put("connections", connections)
                .put("wakeups", waiters.sum(waiter -> waiter.wakeUps.get()) - wakeUps)
                .put("futile", waiters.sum(waiter -> waiter.futile.get()) - futile)
                .put("busiest", Arrays.stream(shares).max().orElse(0))
                .put("accepted", Arrays.stream(shares).sum())
                .put("unused", Arrays.stream(shares).filter(share -> share == 0).count())
                .put("flood", flood(nanos));
        return reply;
    }

    /** Makes a connection, and returns how long connect() took. */
    private long connect() throws IOException {
        try (SocketChannel client = SocketChannel.open()) {
            // Ends with a reset, so that the port is free at once.
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            long begin = System.nanoTime();
            client.connect(waiters.address());
            long took = System.nanoTime() - begin;
            synchronized (this) {
                connected++;
            }
            return took;
        }
    }

    private synchronized long connected() {
        return connected;
    }

    private long accepted() {
        return waiters.sum(waiter -> waiter.accepted.get());
    }

    private void awaitAccepted() {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (accepted() < connected()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("accepted " + accepted() + " of " + connected());
            }
            LockSupport.parkNanos(QUIET_NANOS / 2);
        }
    }

    private void awaitQuiet() {
        long wakeUps;
        do {
            wakeUps = waiters.sum(waiter -> waiter.wakeUps.get());
            LockSupport.parkNanos(QUIET_NANOS);
        } while (!waiters.areWaiting() || wakeUps != waiters.sum(waiter -> waiter.wakeUps.get()));
    }

    /** Accepts per second. */
    private long flood(long nanos) throws Exception {
        long before = accepted();
        long begin = System.nanoTime();
        Thread[] clients = new Thread[FLOODERS];
        for (int i = 0; i < FLOODERS; i++) {
            clients[i] = new Thread(() -> {
                try {
                    while (System.nanoTime() - begin < nanos) {
                        if (connected() - accepted() < OUTSTANDING) {
                            connect();
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
        awaitAccepted();
        long rate = (accepted() - before) * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
        awaitQuiet();
        return rate;
    }
}
