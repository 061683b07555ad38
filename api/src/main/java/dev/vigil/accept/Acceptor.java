package dev.vigil.accept;

import dev.vigil.loop.EventLoopGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

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

    /** Those that {@code bind} opened. */
    private final List<? extends Listener<?>> owned;

    private final HandOver<?> handOver;
    private final Distribution distribution;

    /** Held while it ends: whoever closes it at the same time waits for that. */
    private final ReentrantLock ending = new ReentrantLock();

    private volatile boolean active = true;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    private <C> Acceptor(
            AcceptorBuilder settings,
            Sharing sharing,
            List<Listener<C>> listeners,
            AcceptHandler<C> handler,
            boolean owned)
            throws IOException {
        this.sharing = sharing;
        this.address = listeners.get(0).localAddress();
        this.owned = owned ? List.copyOf(listeners) : List.of();
        HandOver<C> newHandOver =
                new HandOver<>(handler, listeners.get(0), settings.group.loops().size());
        this.handOver = newHandOver;
        this.distribution = switch (sharing) {
            case EXCLUSIVE -> new ExclusiveLoops<>(this, settings, listeners.get(0), newHandOver);
            case DEALING -> new DealingLoop<>(this, settings, listeners.get(0), newHandOver);
            case REUSE_PORT -> new OwnListeners<>(this, settings, listeners, newHandOver);
        };
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
        Acceptor acceptor = new Acceptor(settings, sharing, listeners, handler, owned);
        try {
            acceptor.distribution.start();
            return acceptor;
        } catch (Throwable e) {
            closeAfter(e, acceptor);
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, Acceptor acceptor) {
        try {
            acceptor.close();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    Distribution distribution() {
        return distribution;
    }

    /** The system refuses to accept. */
    void refused(Throwable e) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_PAUSE_NANOS)) {
            LOG.log(System.Logger.Level.WARNING, "{0} pauses and tries again: {1}", this, e);
        }
    }

    /** Somebody else has closed a listener. */
    void listenerClosed(Listener<?> lost) {
        if (end(lost)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} ends, since its listener was closed: close the acceptor first",
                    this);
        }
    }

    /** A loop may not have let go of a listener. */
    void notStopped(Listener<?> listener, Throwable e) {
        LOG.log(System.Logger.Level.WARNING, "letting go of " + listener, e);
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
        return handOver.handed(loop);
    }

    /**
     * How many connections were accepted and closed again: the handler threw, or no loop was left.
     *
     * @return the number so far
     */
    public long discarded() {
        return handOver.discarded();
    }

    /**
     * Whether connections are accepted, or will be after a pause.
     *
     * @return false once the acceptor, or its listener, was closed
     */
    public boolean isActive() {
        return active;
    }

    /**
     * Accepts no more, and closes the listeners that {@code bind} opened: when this returns their address is free. Connections
     * accepted by then are still handed on, which it does not wait for. May be called in handlers. Idempotent.
     */
    @Override
    public void close() {
        end(null);
    }

    /** Ends it, with a listener that somebody else has closed, or null. True if it had not ended yet. */
    private boolean end(Listener<?> lost) {
        ending.lock();
        try {
            if (!active) {
                return false;
            }
            active = false;
            try {
                distribution.stop();
            } finally {
                closeListeners(lost);
            }
            return true;
        } finally {
            ending.unlock();
        }
    }

    private void closeListeners(Listener<?> lost) {
        for (Listener<?> listener : owned) {
            try {
                if (listener == lost) {
                    listener.abandon();
                } else {
                    listener.close();
                }
            } catch (IOException | RuntimeException | Error e) {
                // The others are to be closed too.
                LOG.log(System.Logger.Level.WARNING, "closing " + listener, e);
            }
        }
    }

    @Override
    public String toString() {
        return "acceptor of " + address + " by " + sharing;
    }
}
