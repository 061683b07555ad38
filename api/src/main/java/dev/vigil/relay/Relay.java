package dev.vigil.relay;

import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.spi.Timeouts;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
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
 * when both have, the pair is finished. A reset, an error, or the disappearance of a peer ends the pair: what came from that peer before is
 * still delivered, as far as the system has kept it, then the other is reset too, so that it does not take what it has got for the whole.
 * What was on its way to the one that is gone is dropped.
 *
 * <h2>How large a buffer</h2>
 *
 * The buffer is the depth of the pipeline: how much is under way between the sender's and the receiver's part of the path. A path
 * is filled when the depth is at least bandwidth times delay: 100 Mbit/s over 40 ms need 500 KB. With less, the path stands idle
 * for a part of each round trip; more only delays. The kernel's socket buffers on both sides count along.
 *
 * <h2>Memory</h2>
 *
 * Bytes pass through one buffer for each loop, as large as that of a direction and at most 1 MiB. Those that the receiver does not take
 * are kept in direct memory that all pairs of a loop share. A pair that holds no bytes holds none of it; all together take
 * at most the stated amount (and one chunk of at most 64 KiB for each loop at least). When it gets short, each direction may hold
 * at most as much as is left for the others; and when there is none, one that holds nothing may still hold 4 KiB, beyond the stated
 * amount: so every stream goes on, always. If the JVM has less direct memory than was stated, what it has is the amount, and these
 * 4 KiB are of the heap.
 *
 * <p>Ends that can be spliced (see {@code dev.vigil.raw.DescriptorEnd}) keep the bytes of large streams in pipes instead, in the
 * kernel: at most 64 for each loop, of at most 1 MiB each. Further streams are copied.
 *
 * <p>Every method may be called by any thread. Close the relay before its loops.
 */
public final class Relay implements AutoCloseable {
    /**
     * What is loaded before it is needed: then no descriptor may be left, and loading takes one where classes are files of a folder. A
     * class that could not be loaded once stays so for those who asked.
     */
    static final List<Class<?>> LOADED = List.of(
            Attempt.class,
            Backlog.class,
            BreakingOff.class,
            ChannelEnd.class,
            Connecting.class,
            Destination.class,
            Flow.class,
            FlowBuffer.class,
            IdleTimer.class,
            RelayCounts.class,
            RelayOutcome.class,
            RelayPair.class,
            RelayPipe.Factory.class,
            RelayTotals.class,
            Running.class,
            Side.class);

    private final List<RelayLoop> homes;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final Drain drain = new Drain();
    private volatile boolean closing;

    /** How many pairs were cut by the closing, and by loops that ended. */
    private final AtomicLong cut = new AtomicLong();

    /** How many of them before closing began; -1 until then. */
    private final AtomicLong cutBefore = new AtomicLong(-1);

    Relay(EventLoopGroup group, RelaySettings settings) {
        List<RelayLoop> all = new ArrayList<>();
        try {
            for (EventLoop loop : group.loops()) {
                all.add(new RelayLoop(this, loop, settings));
            }
        } catch (Throwable e) {
            all.forEach(RelayLoop::leave);
            throw e;
        }
        homes = List.copyOf(all);
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
     * @throws IllegalArgumentException if the loop is none of the group's, or both ends can only be read, or only be written
     * @throws RejectedExecutionException if the relay or the loop is closed; so are both ends then
     */
    public RelayPair join(EventLoop loop, RelayEnd first, RelayEnd second) {
        RelayPair pair;
        try {
            RelayLoop home = home(loop);
            Running.requireOpposite(first, second);
            pair = new RelayPair(
                    home, it -> new Running(it, new Side(it, first), new Side(it, second), home.backlog(), false));
        } catch (Throwable e) {
            closeAfter(e, first);
            closeAfter(e, second);
            throw e;
        }
        start(pair);
        return pair;
    }

    /**
     * Connects to an address, see {@link #connect(EventLoop, RelayEnd, Destination)}.
     *
     * <p>The relay connects channels of the JDK's. To go where these cannot, such as an abstract name of the Unix domain, connect
     * a descriptor and {@link #join} it: what is sent there before the connection stands waits. An end of a connection that fails tells so
     * when it is read, and ends the pair.
     *
     * <pre>{@code
     * int server = Sockets.connect(UnixAddress.ofAbstract("server"));
     * relay.join(loop, DescriptorEnd.of(client), DescriptorEnd.owning(server));
     * }</pre>
     *
     * @param loop the loop to work on, one of the group's
     * @param first one end
     * @param address where to connect to: an Internet address, or a {@link java.net.UnixDomainSocketAddress}
     * @return the pair
     * @throws IllegalArgumentException if the loop is none of the group's, or the address one that no channel can be connected to
     * @throws RejectedExecutionException if the relay or the loop is closed; so is the end then
     */
    public RelayPair connect(EventLoop loop, RelayEnd first, SocketAddress address) {
        Destination destination;
        try {
            destination = Destination.of(address);
        } catch (Throwable e) {
            closeAfter(e, first);
            throw e;
        }
        return connect(loop, first, destination);
    }

    /**
     * Connects to a destination, and then moves bytes between it and an end, which is the relay's to close from here on, whatever
     * happens. The end is read meanwhile, as far as the buffer goes: if its peer is reset, the pair ends. A destination that cannot be
     * reached ends it too, see {@link RelayOutcome}.
     *
     * @param loop the loop to work on, one of the group's
     * @param first one end
     * @param destination where to connect to
     * @return the pair
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the relay or the loop is closed; so is the end then
     */
    public RelayPair connect(EventLoop loop, RelayEnd first, Destination destination) {
        RelayPair pair;
        try {
            pair = new RelayPair(home(loop), it -> new Connecting(it, first, destination));
        } catch (Throwable e) {
            closeAfter(e, first);
            throw e;
        }
        start(pair);
        return pair;
    }

    private static void closeAfter(Throwable failure, RelayEnd end) {
        try {
            end.close();
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
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
        boolean taken;
        try {
            taken = !closing && pair.home().start(pair);
        } catch (Throwable e) {
            refuse(pair, e);
            throw e;
        }
        if (!taken) {
            Throwable mistake = pair.refuse();
            ended();
            throw new RejectedExecutionException(
                    (closing ? "the relay" : pair.home().loop) + " is closed and takes no more pairs", mistake);
        }
        started.incrementAndGet();
    }

    private void refuse(RelayPair pair, Throwable why) {
        Throwable mistake = pair.refuse();
        if (mistake != null && mistake != why) {
            why.addSuppressed(mistake);
        }
        ended();
    }

    /** A pair is cut, which would have gone on. */
    void cut() {
        cut.incrementAndGet();
    }

    /** One pair less. */
    void ended() {
        if (active.decrementAndGet() == 0 && closing) {
            drained();
        }
    }

    private void drained() {
        drain.reach();
        homes.forEach(RelayLoop::leave);
    }

    /**
     * How many pairs go on, those that are still connecting included.
     *
     * @return the number by now
     */
    public long active() {
        return active.get();
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
                ended.merge(outcome, home.endings(outcome), Long::sum);
            }
            lent += home.pool.lentBytes();
            allocated += home.pool.allocatedBytes();
            memory += home.pool.mostBytes();
        }
        return new RelayTotals(started.get(), active.get(), Map.copyOf(ended), forth, back, lent, allocated, memory);
    }

    /**
     * Takes no more pairs and cuts those that go on. Waits until that is done, unless called on a thread of its loops, where it is done
     * when what is under way there has come to its end. Idempotent.
     */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes no more pairs, lets those that go on come to their end, and cuts them after a while. On a thread of its loops it cuts them
     * soon, and does not wait.
     *
     * @param grace how long they may take
     * @return true if all have ended by themselves since the first call; false if some were cut, by this one, by another one that
     *     gave less time, or because their loop has ended
     */
    public boolean close(Duration grace) {
        cutBefore.compareAndSet(-1, cut.get());
        closing = true;
        if (active.get() == 0) {
            drained();
            return isNoneCut();
        }
        boolean inLoop = homes.stream().anyMatch(home -> home.loop.isInLoop());
        boolean ended = !inLoop && drain.await(Timeouts.nanos(grace));
        if (!ended) {
            homes.forEach(RelayLoop::cut);
            if (!inLoop) {
                drain.await(Long.MAX_VALUE);
            }
        }
        return ended && isNoneCut();
    }

    private boolean isNoneCut() {
        return cut.get() == cutBefore.get();
    }
}
