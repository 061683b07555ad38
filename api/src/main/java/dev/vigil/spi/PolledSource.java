package dev.vigil.spi;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.Statistics;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The one implementation of {@link EventSource}: puts the parts together, each of which is handed what it needs, and checks
 * arguments.
 */
final class PolledSource implements EventSource, Pollers.Maker {
    /**
     * What is loaded before it is needed: then no descriptor may be left, and loading takes one where classes are files of a folder. A
     * class that could not be loaded once stays so for those who asked.
     */
    static final List<Class<?>> LOADED =
            List.of(ChannelOperations.class, Flags.class, FlightRecording.class, Statistics.class);

    private final String backend;
    private final Settings settings;
    private final Features features;
    private final Mechanism mechanism;
    private final OpenState state = new OpenState();
    private final Table table = new Table();
    private final Turnstile turnstile;
    private final Pollers pollers;
    private final WakeUps wakeUps;
    private final Control control;
    private final Rebuilds rebuilds;
    private final Lifecycle lifecycle;

    PolledSource(Backend backend, Settings settings) throws IOException {
        this.backend = backend.name();
        this.settings = settings;
        this.features = new Features(backend.name(), backend.features());
        ControlLocks locks = new ControlLocks(table);
        this.turnstile = features.has(Feature.MANY_WAITERS) ? null : new Turnstile();
        this.mechanism = backend.open(settings, locks);
        try {
            this.pollers = new Pollers(this);
            this.wakeUps = new WakeUps(state, mechanism, pollers);
            // Where several wait at once none of them holds anything.
            Pollers holders = turnstile == null ? null : pollers;
            this.control = new Control(this, state, mechanism, features, table, locks, holders);
            this.rebuilds = new Rebuilds(state, backend.name(), mechanism, table, locks);
            this.lifecycle = new Lifecycle(state, mechanism, table, locks, pollers, wakeUps);
        } catch (Throwable e) {
            mechanism.close();
            throw e;
        }
    }

    @Override
    public Poller make(boolean first) {
        Dispatcher dispatcher = new Dispatcher(
                mechanism.newBatch(settings.batchSize()),
                features,
                state,
                table,
                control,
                rebuilds,
                new SlowHandlers(settings.slowHandlerNanos()),
                new SpinGuard(mechanism),
                first);
        return new Poller(state, mechanism, turnstile, wakeUps, pollers, dispatcher, settings.spinNanos());
    }

    @Override
    public Registration register(int fd, Interest interest, EventHandler handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (fd < 0) {
            throw new IllegalArgumentException("descriptor " + fd + " is none: descriptors are 0 or more");
        }
        state.require();
        features.require(interest);
        features.require(Feature.DESCRIPTORS);
        if (mechanism.fd().orElse(-1) == fd) {
            throw new IllegalArgumentException("descriptor " + fd
                    + " is this source's own: a source cannot watch itself, register it with another");
        }
        return control.register(fd, null, interest, handler);
    }

    @Override
    public Registration register(SelectableChannel channel, Interest interest, EventHandler handler)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(channel, "channel");
        state.require();
        features.require(interest);
        features.require(Feature.CHANNELS);
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel + " is in blocking mode: call configureBlocking(false) before it is registered");
        }
        ChannelOperations.require(channel, interest);
        return control.register(mechanism.descriptorOf(channel), channel, interest, handler);
    }

    @Override
    public int poll() throws IOException {
        return doPoll(Timeouts.FOREVER);
    }

    @Override
    public int poll(Duration timeout) throws IOException {
        return poll(Timeouts.nanos(timeout));
    }

    @Override
    public int poll(long nanos) throws IOException {
        if (nanos < 0) {
            throw new IllegalArgumentException(
                    "the timeout is negative: poll() waits for ever, pollNow() does not wait");
        }
        return doPoll(nanos);
    }

    @Override
    public int pollNow() throws IOException {
        return doPoll(0);
    }

    private int doPoll(long nanos) throws IOException {
        state.require();
        Poller place = pollers.enter(Thread.currentThread());
        try {
            return place.poll(nanos);
        } catch (MechanismFailedException e) {
            // A handler may have polled another source, and this be what that one told.
            if (place.hasFailedWith(e)) {
                close();
            }
            throw e;
        } finally {
            pollers.leave(place);
        }
    }

    @Override
    public void wakeup() {
        state.require();
        wakeUps.wakeUp();
    }

    @Override
    public Statistics statistics() {
        long polls = 0;
        long waits = 0;
        long events = 0;
        long empty = 0;
        long interrupted = 0;
        long scanned = 0;
        long stale = 0;
        long idle = 0;
        for (Poller place : pollers.all()) {
            polls += place.polls.get();
            waits += place.waits.get();
            events += place.dispatcher.events.get();
            empty += place.empty.get();
            stale += place.dispatcher.stale.get();
            idle += place.idleNanos.get();
            interrupted += place.batch.interruptions.get();
            scanned += place.batch.scans.get();
        }
        return new Statistics(
                polls,
                waits,
                events,
                empty,
                interrupted,
                wakeUps.asked(),
                wakeUps.coalesced(),
                mechanism.controlCalls(),
                scanned,
                stale,
                rebuilds.count(),
                mechanism.promotions(),
                mechanism.demotions(),
                Duration.ofNanos(idle),
                mechanism.gauges());
    }

    @Override
    public String backend() {
        return backend;
    }

    @Override
    public Set<Feature> features() {
        return features.all();
    }

    @Override
    public OptionalInt fd() throws IOException {
        OptionalInt facade = control.facade();
        if (facade.isPresent()) {
            wakeUps.watch();
        }
        return facade;
    }

    @Override
    public boolean isOpen() {
        return state.isOpen();
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    /** How many registrations the table holds. */
    int size() {
        return table.entries().size();
    }

    @Override
    public String toString() {
        return "event source over " + backend + (isOpen() ? "" : " (closed)");
    }
}
