package dev.vigil.accept;

import dev.vigil.Interest;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Spreads the connections of one address over the loops of a group.
 *
 * <pre>{@code
 * try (EventLoopGroup group = EventLoop.builder().startGroup(4);
 *         Acceptor acceptor = Acceptor.builder(group).bind(address, (loop, connection) -> serve(loop, connection))) {
 *     ...
 * }
 * }</pre>
 *
 * <p>{@link Sharing} says in which ways. Connections are accepted in bounded batches, so that a flood of them does not starve
 * those already open, and each is handed on before the next is accepted.
 *
 * <h2>What may go wrong</h2>
 *
 * <p><b>The system refuses to accept</b>, for want of descriptors or memory: the loop leaves the listener alone for a while and
 * tries again. Connections wait meanwhile. There is one log line for it, and no further one within a minute.
 *
 * <p><b>A handler throws:</b> see {@link AcceptHandler}.
 *
 * <p><b>The listener is closed by somebody else:</b> the acceptor ends within a second or so, with a log line. Close the
 * acceptor first.
 *
 * <p><b>A loop ends:</b> the others go on. A connection that the loop was woken for and did not accept is found by another one
 * within a second or so; one that had been dealt to it goes to another. Where no loop is left, connections that were accepted
 * and not handed on are closed, and a log line says how many. With {@link Sharing#REUSE_PORT} those that wait at the loop's own
 * listener stay there.
 *
 * <p>Every method may be called by any thread.
 */
public final class Acceptor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.vigil.accept");
    private static final long LOG_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Sharing sharing;
    private final SocketAddress address;
    private final List<? extends Listener<?>> owned;
    private final List<Accepting<?>> accepting = new ArrayList<>();
    private final AtomicLongArray handed;
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicBoolean active = new AtomicBoolean(true);

    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    /** Both null unless connections are dealt out. */
    private EventLoop dealing;

    private Dealer<?> dealer;

    private Acceptor(Sharing sharing, SocketAddress address, List<? extends Listener<?>> owned, int loops) {
        this.sharing = sharing;
        this.address = address;
        this.owned = owned;
        this.handed = new AtomicLongArray(loops);
    }

    /**
     * Starts to build an acceptor.
     *
     * @param group the loops that connections are for
     * @return a builder with the default settings
     */
    public static AcceptorBuilder builder(EventLoopGroup group) {
        return new AcceptorBuilder(group);
    }

    static <C> Acceptor start(
            AcceptorBuilder settings,
            Sharing sharing,
            List<Listener<C>> listeners,
            AcceptHandler<C> handler,
            boolean owned)
            throws IOException {
        List<EventLoop> loops = settings.group.loops();
        Acceptor acceptor = new Acceptor(
                sharing, listeners.get(0).localAddress(), owned ? List.copyOf(listeners) : List.of(), loops.size());
        Dealer.Handing<C> handing = acceptor.new Handing<>(handler, listeners.get(0));
        try {
            if (sharing == Sharing.DEALING) {
                acceptor.deal(settings, listeners.get(0), handing);
            } else {
                acceptor.share(settings, listeners, handing);
            }
            for (Accepting<?> each : acceptor.accepting) {
                each.start();
            }
            return acceptor;
        } catch (Throwable e) {
            acceptor.close();
            throw e;
        }
    }

    private <C> void deal(AcceptorBuilder settings, Listener<C> listener, Dealer.Handing<C> handing)
            throws IOException {
        List<EventLoop> loops = settings.group.loops();
        dealing = settings.group.startAnother("vigil-acceptor");
        Dealer<C> newDealer = new Dealer<>(this, dealing, loops, handing, settings.batch);
        dealer = newDealer;
        accepting.add(new Accepting<>(this, settings, dealing, listener, Interest.READ, newDealer::deal));
    }

    private <C> void share(AcceptorBuilder settings, List<Listener<C>> listeners, Dealer.Handing<C> handing) {
        List<EventLoop> loops = settings.group.loops();
        Interest interest = sharing == Sharing.EXCLUSIVE ? Interest.READ.exclusive() : Interest.READ;
        for (int i = 0; i < loops.size(); i++) {
            int turn = i;
            EventLoop loop = loops.get(i);
            Listener<C> listener = listeners.get(i % listeners.size());
            accepting.add(new Accepting<>(
                    this, settings, loop, listener, interest, connection -> handing.hand(turn, loop, connection)));
        }
    }

    /** Gives connections to the user's handler, and takes them back from one that throws. */
    private final class Handing<C> implements Dealer.Handing<C> {
        private final AcceptHandler<C> handler;
        private final Listener<C> listener;

        Handing(AcceptHandler<C> handler, Listener<C> listener) {
            this.handler = handler;
            this.listener = listener;
        }

        @Override
        public void hand(int turn, EventLoop loop, C connection) throws IOException {
            try {
                handler.onAccept(loop, connection);
                handed.incrementAndGet(turn);
            } catch (Throwable e) {
                discard(connection);
                throw e;
            }
        }

        @Override
        public void discard(C connection) {
            discarded.incrementAndGet();
            listener.discard(connection);
        }
    }

    /** Has a loop stand aside, if another one is there to accept. One at a time, or two could leave the listener to each other. */
    boolean mayStandAside(Accepting<?> leaving) {
        synchronized (accepting) {
            boolean anyThere = false;
            long byOthers = 0;
            for (int i = 0; i < accepting.size(); i++) {
                if (accepting.get(i) != leaving) {
                    anyThere |= accepting.get(i).mayAccept();
                    byOthers += handed.get(i);
                }
            }
            return anyThere && leaving.standAside(byOthers);
        }
    }

    /** A loop has found a full batch: whoever stands aside is wanted. */
    void callBack() {
        for (Accepting<?> each : accepting) {
            each.callBack();
        }
    }

    /** Whether one of the loops stands aside. */
    boolean isAnyAside() {
        for (Accepting<?> each : accepting) {
            if (each.standsAside()) {
                return true;
            }
        }
        return false;
    }

    boolean isCongested() {
        return dealer != null && dealer.isCongested();
    }

    /** The system refuses to accept. */
    void refused(Exception e) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_PAUSE_NANOS)) {
            LOG.log(System.Logger.Level.WARNING, "{0} pauses and tries again: {1}", this, e);
        }
    }

    /** Somebody else has closed a listener. */
    void listenerClosed() {
        if (end()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} ends, since its listener was closed: close the acceptor first",
                    this);
        }
    }

    /** No loop is left to take these connections. */
    void abandoned(int connections) {
        LOG.log(System.Logger.Level.WARNING, "{0}: no loop is left; connections closed: {1}", this, connections);
    }

    /**
     * The way in which the loops share the address.
     *
     * @return the way that was stated or chosen
     */
    public Sharing sharing() {
        return sharing;
    }

    /**
     * Where connections are accepted.
     *
     * @return the address
     */
    public SocketAddress localAddress() {
        return address;
    }

    /**
     * How many connections the handler took on a loop.
     *
     * @param loop the place of the loop in its group
     * @return the number so far
     * @throws IndexOutOfBoundsException if there is no such loop
     */
    public long handed(int loop) {
        return handed.get(loop);
    }

    /**
     * How many connections were accepted and closed again: the handler threw, or no loop was left.
     *
     * @return the number so far
     */
    public long discarded() {
        return discarded.get();
    }

    /**
     * Whether connections are accepted, or will be after a pause.
     *
     * @return false once the acceptor, or its listener, was closed
     */
    public boolean isActive() {
        return active.get();
    }

    /**
     * Accepts no more, and closes the listeners that {@code bind} opened. Connections accepted by then are still handed on.
     * Does not wait for that. Idempotent.
     */
    @Override
    public void close() {
        end();
    }

    private boolean end() {
        if (!active.compareAndSet(true, false)) {
            return false;
        }
        accepting.forEach(Accepting::stop);
        for (Listener<?> listener : owned) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "closing " + listener, e);
            }
        }
        if (dealing != null) {
            try {
                dealing.execute(dealer::endIfDone);
            } catch (RejectedExecutionException e) {
                // It has ended, and so has dealt everything out.
                return true;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "acceptor of " + address + " by " + sharing;
    }
}
