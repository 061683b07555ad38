package dev.vigil.spi;

import dev.vigil.ClosedEventSourceException;
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
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The one implementation of {@link EventSource}: everything but the mechanism.
 * */
final class PolledSource implements EventSource {
    private final String backend;
    private final Settings settings;
    private final Features features;
    private final Mechanism mechanism;
    private final Table table;
    private final ControlLocks locks;
    private final Pollers pollers;
    private final Turnstile turnstile;
    private final WakeUps wakeUps;
    private final Control control;
    private final Rebuilds rebuilds;
    private final Lifecycle lifecycle;

    PolledSource(Backend backend, Settings settings) throws IOException {
        this.backend = backend.name();
        this.settings = settings;
        this.features = new Features(backend.name(), backend.features());
        this.table = new Table();
        this.locks = new ControlLocks(table);
        this.turnstile = features.has(Feature.MANY_WAITERS) ? null : new Turnstile();
        this.mechanism = backend.open(settings, locks);
        try {
            this.control = new Control(this, mechanism, features, table, locks);
            this.rebuilds = new Rebuilds(backend.name(), mechanism, table, locks);
            this.pollers = new Pollers(this);
            this.wakeUps = new WakeUps(mechanism, pollers);
            this.lifecycle = new Lifecycle(mechanism, table, locks, pollers, wakeUps);
        } catch (Throwable e) {
            mechanism.close();
            throw e;
        }
    }

    @Override
    public Registration register(int fd, Interest interest, EventHandler handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (fd < 0) {
            throw new IllegalArgumentException("descriptor " + fd + " is none: descriptors are 0 or more");
        }
        checkOpen();
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
        checkOpen();
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
        checkOpen();
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

    /** Runs the handlers of events that a thread left behind whose handler threw. */
    int dispatchOrphans(Thread me) throws IOException {
        Poller orphan = pollers.adopt(me);
        if (orphan == null) {
            return 0;
        }
        try {
            return orphan.dispatcher.dispatch();
        } finally {
            pollers.leave(orphan);
        }
    }

    @Override
    public void wakeup() {
        checkOpen();
        wakeUps.ask();
    }

    /** After a thread has seen the wake-up of the mechanism: if it was meant for another one, that one gets it. */
    void passWakeOn() {
        if (pollers.anySummoned() || !isOpen()) {
            wakeUps.kick();
        }
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
        return lifecycle.isOpen();
    }

    boolean isClosed() {
        return !lifecycle.isOpen();
    }

    void checkOpen() {
        if (!lifecycle.isOpen()) {
            throw new ClosedEventSourceException();
        }
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    Control control() {
        return control;
    }

    Rebuilds rebuilds() {
        return rebuilds;
    }

    void rebuild() {
        rebuilds.rebuild(lifecycle);
    }

    Settings settings() {
        return settings;
    }

    Mechanism mechanism() {
        return mechanism;
    }

    Turnstile turnstile() {
        return turnstile;
    }

    WakeUps wakeUps() {
        return wakeUps;
    }

    Table table() {
        return table;
    }

    Pollers pollers() {
        return pollers;
    }

    @Override
    public String toString() {
        return "event source over " + backend + (isOpen() ? "" : " (closed)");
    }
}
