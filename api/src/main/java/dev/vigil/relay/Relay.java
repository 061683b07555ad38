package dev.vigil.relay;

import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves bytes between pairs of ends, both ways, without ever letting one stream wait for another.
 *
 * <pre>{@code
 * try (EventLoopGroup group = EventLoop.builder().startGroup(2);
 *         Relay relay = Relay.builder(group).idleTimeout(Duration.ofMinutes(5)).build();
 *         Acceptor acceptor = Acceptor.builder(group)
 *                 .bind(address, (loop, client) -> relay.connect(loop, RelayEnd.of(client), destination))) {
 *     ...
 * }
 * }</pre>
 *
 * <h2>What it does</h2>
 *
 * It reads only when there is room, writes only what is taken, and keeps the rest in a buffer of bounded size for each
 * direction; while that is full, the sender is not read, and so slows down by itself. Nothing is watched that is not wanted now.
 * When one peer ends its output (half-close), the end is passed on after the data before it, and the other direction goes on;
 * when both have, the pair is finished. A reset, an error, or the disappearance of a peer ends the pair: both ends are closed, and a
 * TCP peer sees a reset too, so that it does not take what it has got for the whole.
 *
 * <h2>How large a buffer</h2>
 *
 * The buffer is the depth of the pipeline: how much is under way between the sender's and the receiver's part of the path. A path
 * is filled when the depth is at least bandwidth times delay: 100 Mbit/s over 40 ms need 500 KB. With less, the path stands idle
 * for a part of each round trip; more only delays. The kernel's socket buffers on both sides count along.
 *
 * <h2>Memory</h2>
 *
 * Bytes are kept in direct memory that all pairs of a loop share. A pair that holds no bytes holds none of it; all together take
 * at most the stated amount (and one chunk of at most 64 KiB for each loop at least). When it gets short, each direction may hold
 * at most as much as is left for the others; when there is none, directions wait for it in turn, and that counts as a stall.
 *
 * <p>Ends that can be spliced (see {@code dev.vigil.raw.DescriptorEnd}) keep the bytes of large streams in pipes instead, in the
 * kernel: at most 64 for each loop, of at most 1 MiB each. Further streams are copied.
 *
 * <p>Every method may be called by any thread. Close the relay before its loops.
 */
public final class Relay implements AutoCloseable {
    private static final long CUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<RelayLoop> homes;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final Drain drained = new Drain();
    private volatile boolean closing;

    Relay(EventLoopGroup group, RelaySettings settings) {
        List<RelayLoop> all = new ArrayList<>();
        for (EventLoop loop : group.loops()) {
            all.add(new RelayLoop(this, loop, settings));
        }
        homes = List.copyOf(all);
        MissingEnd.load();
    }

    /**
     * Starts to build a relay.
     *
     * @param group the loops that it works on
     * @return a builder with the default settings
     */
    public static RelayBuilder builder(EventLoopGroup group) {
        return new RelayBuilder(group);
    }

    /**
     * Begins to move bytes between two ends, which are the relay's to close from here on, whatever happens.
     *
     * @param loop the loop to work on, one of the group's
     * @param first one end
     * @param second the other
     * @return the pair
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the relay or the loop is closed; so are both ends then
     */
    public RelayPair join(EventLoop loop, RelayEnd first, RelayEnd second) {
        RelayPair pair;
        try {
            pair = new RelayPair(home(loop), first, second);
        } catch (RuntimeException e) {
            closeAfter(e, first);
            closeAfter(e, second);
            throw e;
        }
        start(pair);
        return pair;
    }

    /**
     * Connects to a destination, and then moves bytes between it and an end, which is the relay's to close from here on, whatever
     * happens. A destination that cannot be reached ends the pair, see {@link RelayOutcome}.
     *
     * @param loop the loop to work on, one of the group's
     * @param first one end
     * @param destination where to connect to: an Internet address, or one of the Unix domain
     * @return the pair
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the relay or the loop is closed; so is the end then
     */
    public RelayPair connect(EventLoop loop, RelayEnd first, SocketAddress destination) {
        RelayPair pair;
        try {
            pair = connecting(home(loop), first, destination);
        } catch (RuntimeException e) {
            closeAfter(e, first);
            throw e;
        }
        start(pair);
        return pair;
    }

    private static RelayPair connecting(RelayLoop home, RelayEnd first, SocketAddress destination) {
        try {
            return new RelayPair(home, first, open(destination), destination);
        } catch (IOException e) {
            return new RelayPair(home, first, new MissingEnd(e), null, destination);
        }
    }

    private static SocketChannel open(SocketAddress destination) throws IOException {
        SocketChannel channel = destination instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            channel.configureBlocking(false);
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static void closeAfter(Exception failure, RelayEnd end) {
        try {
            end.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private RelayLoop home(EventLoop loop) {
        for (RelayLoop home : homes) {
            if (home.loop == loop) {
                return home;
            }
        }
        throw new IllegalArgumentException(
                loop + " is none of this relay's: give one of the group's it was built with");
    }

    private void start(RelayPair pair) {
        active.incrementAndGet();
        if (closing || !pair.relayLoop().start(pair)) {
            Throwable mistake = pair.refuse();
            ended();
            throw new RejectedExecutionException(
                    (closing ? "the relay" : pair.relayLoop().loop) + " is closed and takes no more pairs", mistake);
        }
        started.incrementAndGet();
    }

    /** One pair less. */
    void ended() {
        if (active.decrementAndGet() == 0 && closing) {
            drained.reach();
        }
    }

    /**
     * What was done so far.
     *
     * @return the counts by now, each by itself: they may be some bytes apart
     */
    public RelayTotals totals() {
        RelayCounts forth = new RelayCounts(0, 0, 0);
        RelayCounts back = forth;
        Map<RelayOutcome, Long> ended = new EnumMap<>(RelayOutcome.class);
        long lent = 0;
        long allocated = 0;
        long memory = 0;
        for (RelayLoop home : homes) {
            forth = forth.plus(home.forth.counts());
            back = back.plus(home.back.counts());
            for (RelayOutcome outcome : RelayOutcome.values()) {
                ended.merge(outcome, home.ended(outcome), Long::sum);
            }
            lent += home.pool.lentBytes();
            allocated += home.pool.allocatedBytes();
            memory += home.pool.mostBytes();
        }
        return new RelayTotals(started.get(), active.get(), Map.copyOf(ended), forth, back, lent, allocated, memory);
    }

    /** Takes no more pairs and cuts those that go on. Waits until that is done, unless called on a thread of its loops. Idempotent. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes no more pairs, lets those that go on come to their end, and cuts them after a while. On a thread of its loops it cuts at
     * once and does not wait.
     *
     * @param grace how long they may take
     * @return true if all have ended by themselves
     */
    public boolean close(Duration grace) {
        closing = true;
        if (active.get() == 0) {
            return true;
        }
        boolean inLoop = homes.stream().anyMatch(home -> home.loop.isInLoop());
        boolean ended = !inLoop && drained.await(Timeouts.nanos(grace));
        if (!ended) {
            homes.forEach(Relay::cut);
            // A loop that is cut off meanwhile drops what it was told: so tell it again.
            while (!inLoop && !drained.await(CUT_NANOS)) {
                homes.forEach(Relay::cut);
            }
        }
        return ended;
    }

    private static void cut(RelayLoop home) {
        if (home.loop.isInLoop()) {
            home.cutAll();
            return;
        }
        try {
            home.loop.execute(home::cutAll);
        } catch (RejectedExecutionException e) {
            // Once the loop's thread has ended, its pairs are for whoever comes.
            home.loop.close();
            home.cutAll();
        }
    }
}
