package dev.vigil.bench.herd;

import dev.vigil.bench.accept.Flood;
import dev.vigil.bench.worker.Reply;
import dev.vigil.bench.worker.Samples;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The client, and the waiters or their parent. Each line of standard input is the length of a round in nanoseconds, and is
 * answered with one line of results. Ends with its input.
 *
 * <p>A round has two halves. In the first one connections come one at a time, the next when everybody waits again; the second
 * one is a {@link Flood}.
 */
public final class HerdMain {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How long to see nobody wake up before it is believed that nobody does. */
    private static final long QUIET_NANOS = 50_000;

    /** Where all are woken, each needs so long to find nothing and sleep again, and inside epoll_wait nobody sees it. */
    private static final long SETTLE_NANOS = 10_000;

    /** More bars than these are not told from each other. */
    private static final int MOST_SHARES = 16;

    private final Site site;
    private final Setting setting;
    private final Tallies tallies;
    private final Flood flood;
    private final Samples samples = new Samples();

    private HerdMain(Site site, Setting setting) {
        this.site = site;
        this.setting = setting;
        this.tallies = site.tallies();
        this.flood = new Flood(site.address(), () -> tallies.sum(Tally::accepted));
    }

    public static void main(String[] arguments) throws Exception {
        Setting setting = Setting.of(arguments);
        try (BufferedReader input =
                        new BufferedReader(new InputStreamReader(input(setting), StandardCharsets.US_ASCII));
                Site site = setting.processes() == 0 ? Waiters.listening(setting) : new HerdProcesses(setting)) {
            HerdMain herd = new HerdMain(site, setting);
            herd.await(herd.tallies::areKnown);
            herd.awaitQuiet();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(herd.round(Long.parseLong(line)));
            }
        }
    }

    /** Opened anew where the number of standard input becomes the listener's, for children to inherit. */
    private static InputStream input(Setting setting) throws IOException {
        return setting.processes() == 0 ? System.in : new FileInputStream("/proc/self/fd/0");
    }

    private Reply round(long nanos) throws Exception {
        // Shares mean little unless everybody could have had the same number of turns; where all are woken that takes
        // too long.
        int all = setting.mode() == Mode.LEVEL ? 1 : setting.allWaiters();
        long[] shares = tallies.shares();
        long wakeUps = tallies.wakeUps();
        long polls = tallies.sum(Tally::polls);
        long futile = tallies.sum(Tally::futile);
        samples.reset();
        long begin = System.nanoTime();
        int connections = 0;
        do {
            samples.add(connect());
            connections++;
            awaitQuiet();
        } while (connections < 2 * all || connections % all != 0 || System.nanoTime() - begin < nanos);
        long[] after = tallies.shares();
        Arrays.setAll(shares, i -> after[i] - shares[i]);
        Arrays.sort(shares);
        int count = shares.length;
        Reply reply = new Reply();
        samples.report(reply);
        reply.put("connections", connections)
                .put("wakeups", tallies.wakeUps() - wakeUps)
                .put("polls", tallies.sum(Tally::polls) - polls)
                .put("futile", tallies.sum(Tally::futile) - futile)
                .put("accepted", Arrays.stream(shares).sum())
                .put("unused", Arrays.stream(shares).filter(share -> share == 0).count());
        for (int i = 1; i <= Math.min(MOST_SHARES, count); i++) {
            reply.put("share" + i, shares[count - i]);
        }
        flood(nanos, reply);
        awaitQuiet();
        return reply;
    }

    /**
     * Accepts per second. Where waiters rotate, without rotation too: there and back again, so that what drifts meanwhile
     * weighs on both alike.
     */
    private void flood(long nanos, Reply reply) throws InterruptedException {
        if (setting.mode() != Mode.ROTATING) {
            reply.put("flood", flood.rate(nanos));
            return;
        }
        long with = 0;
        long without = 0;
        for (boolean on : new boolean[] {true, false, false, true}) {
            tallies.rotating(on);
            long rate = flood.rate(nanos / 2);
            if (on) {
                with += rate;
            } else {
                without += rate;
            }
        }
        tallies.rotating(true);
        reply.put("flood", with / 2).put("unrotated", without / 2);
    }

    /** Makes a connection, waits until it has been accepted, and returns how long connect() took. */
    private long connect() throws IOException {
        long before = tallies.sum(Tally::accepted);
        try (SocketChannel client = SocketChannel.open()) {
            // Ends with a reset, so that the port is free at once.
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            long begin = System.nanoTime();
            client.connect(site.address());
            long took = System.nanoTime() - begin;
            await(() -> tallies.sum(Tally::accepted) > before);
            return took;
        }
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("nobody came within " + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS)
                        + " s; accepted so far: " + tallies.sum(Tally::accepted));
            }
            LockSupport.parkNanos(QUIET_NANOS / 2);
        }
    }

    private void awaitQuiet() {
        long pause =
                setting.mode() == Mode.LEVEL ? Math.max(QUIET_NANOS, SETTLE_NANOS * setting.allWaiters()) : QUIET_NANOS;
        long polls;
        do {
            polls = tallies.sum(Tally::polls);
            LockSupport.parkNanos(pause);
        } while (!tallies.areWaiting() || polls != tallies.sum(Tally::polls));
    }
}
