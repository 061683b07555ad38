package dev.vigil.bench.herd;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Registration;
import dev.vigil.accept.Listener;
import dev.vigil.accept.ListenerFactory;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import dev.vigil.raw.DescriptorListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Threads of this process. */
final class Waiters implements Site {
    private static final int BACKLOG = 1024;

    /** As an acceptor does: after so many, others have their turn. */
    private static final int BATCH = 64;

    private final Setting setting;
    private final Mode mode;
    private final Tallies tallies;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<EventSource> sources = new ArrayList<>();
    private final List<Listener<?>> listeners = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private Waiter dealer;
    private int next;

    private Waiters(Setting setting, Tallies tallies) {
        this.setting = setting;
        this.mode = setting.mode();
        this.tallies = tallies;
    }

    /** With a listener of their own. */
    static Waiters listening(Setting setting) throws IOException {
        Waiters waiters = new Waiters(setting, Tallies.here(setting.waiters()));
        waiters.listen();
        waiters.waiters.forEach(Thread::start);
        return waiters;
    }

    /** At a listener that this process has inherited; {@code first} is the place of their tallies. */
    static Waiters inheriting(Setting setting, Tallies tallies, int first, int listener) throws IOException {
        Waiters waiters = new Waiters(setting, tallies);
        waiters.addWaiters(null, first);
        waiters.listen(DescriptorListener.borrowing(listener), listener);
        waiters.registerAll();
        waiters.waiters.forEach(Thread::start);
        return waiters;
    }

    private void listen() throws IOException {
        EventSource shared = mode == Mode.ONESHOT ? open() : null;
        addWaiters(shared, 0);
        switch (mode) {
            case LEVEL, EXCLUSIVE, ROTATING -> {
                listen(waiters.get(0).source, false);
                registerAll();
            }
            case ONESHOT -> {
                listen(shared, false);
                register(shared, listeners);
            }
            case REUSEPORT -> {
                for (Waiter waiter : waiters) {
                    listen(waiter.source, true);
                    register(waiter.source, listeners.subList(listeners.size() - 1, listeners.size()));
                }
            }
            case DEALING -> {
                dealer = new Waiter(open(), tallies.dealer(), waiters.size());
                listen(dealer.source, false);
                register(dealer.source, listeners);
                dealer.start();
            }
        }
    }

    private void addWaiters(EventSource shared, int first) throws IOException {
        for (int i = 0; i < setting.waiters(); i++) {
            waiters.add(new Waiter(shared == null ? open() : shared, tallies.waiter(first + i), first + i));
        }
    }

    private EventSource open() throws IOException {
        EventSource source = EventSource.open(setting.backend());
        sources.add(source);
        return source;
    }

    private void listen(EventSource source, boolean reusePort) throws IOException {
        if (source.features().contains(Feature.DESCRIPTORS)) {
            int fd = Sockets.listen(address, BACKLOG, reusePort);
            listen(DescriptorListener.owning(fd), fd);
        } else {
            listeners.add(ListenerFactory.CHANNELS.open(address, BACKLOG, reusePort));
        }
        address = (InetSocketAddress) listeners.get(0).localAddress();
    }

    private void listen(DescriptorListener listener, int fd) throws IOException {
        listeners.add(listener);
        for (int i = 1; i < setting.duplicates(); i++) {
            listeners.add(DescriptorListener.owning(Descriptors.duplicate(fd)));
        }
    }

    /** One duplicate after the other, so that the queue goes round the waiters first. */
    private void registerAll() throws IOException {
        for (Listener<?> listener : listeners) {
            for (Waiter waiter : waiters) {
                register(waiter.source, listener);
            }
        }
    }

    private void register(EventSource source, List<Listener<?>> at) throws IOException {
        for (Listener<?> listener : at) {
            register(source, listener);
        }
    }

    private <C> void register(EventSource source, Listener<C> listener) throws IOException {
        listener.register(source, mode.interest(), (registration, ready) -> accept(listener, registration));
    }

    private <C> void accept(Listener<C> listener, Registration registration) throws IOException {
        Waiter me = (Waiter) Thread.currentThread();
        int count = 0;
        boolean rotated = false;
        while (count < BATCH && !rotated) {
            C connection = listener.accept();
            if (connection == null) {
                break;
            }
            count++;
            // First: by the time the client hears of it, the next one is at the head of the queue.
            rotated = mode == Mode.ROTATING && tallies.isRotating() && me.rotate(registration, setting.every());
            listener.discard(connection);
            if (mode == Mode.DEALING) {
                waiters.get(next).deal();
                next = (next + 1) % waiters.size();
            } else {
                me.tally.accepted(1);
            }
        }
        if (count == 0) {
            me.tally.futile(1);
        }
        if (mode == Mode.ONESHOT) {
            registration.rearm();
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Tallies tallies() {
        return tallies;
    }

    @Override
    public void close() throws IOException {
        sources.forEach(EventSource::close);
        for (Listener<?> listener : listeners) {
            listener.close();
        }
    }
}
