package dev.vigil.bench.herd;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Registration;
import dev.vigil.loop.Listener;
import dev.vigil.loop.ListenerFactory;
import dev.vigil.posix.DescriptorListener;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Waiters at one address, in one mode. */
final class Waiters implements Closeable {
    private static final int BACKLOG = 1024;

    private final Mode mode;
    private final int every;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<EventSource> sources = new ArrayList<>();
    private final List<Listener<?>> listeners = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private Waiter dealer;
    private int next;

    Waiters(String backend, Mode mode, int count, int duplicates, int every) throws IOException {
        this.mode = mode;
        this.every = every;
        EventSource shared = mode == Mode.ONESHOT ? open(backend) : null;
        for (int i = 0; i < count; i++) {
            waiters.add(new Waiter(shared == null ? open(backend) : shared, i));
        }
        switch (mode) {
            case LEVEL, EXCLUSIVE, ROTATING -> {
                listen(waiters.get(0).source, duplicates, false);
                for (Waiter waiter : waiters) {
                    register(waiter.source, listeners);
                }
            }
            case ONESHOT -> {
                listen(shared, duplicates, false);
                register(shared, listeners);
            }
            case REUSEPORT -> {
                for (Waiter waiter : waiters) {
                    listen(waiter.source, 1, true);
                    register(waiter.source, listeners.subList(listeners.size() - 1, listeners.size()));
                }
            }
            case DEALING -> {
                dealer = new Waiter(open(backend), count);
                listen(dealer.source, duplicates, false);
                register(dealer.source, listeners);
                dealer.start();
            }
        }
        waiters.forEach(Thread::start);
    }

    private EventSource open(String backend) throws IOException {
        EventSource source = EventSource.open(backend);
        sources.add(source);
        return source;
    }

    private void listen(EventSource source, int duplicates, boolean reusePort) throws IOException {
        if (!source.features().contains(Feature.DESCRIPTORS)) {
            listeners.add(ListenerFactory.CHANNELS.open(address, BACKLOG, reusePort));
        } else {
            int fd = Sockets.listen(address, BACKLOG, reusePort);
            listeners.add(DescriptorListener.owning(fd));
            for (int i = 1; i < duplicates; i++) {
                listeners.add(DescriptorListener.owning(Descriptors.duplicate(fd)));
            }
        }
        address = (InetSocketAddress) listeners.get(0).localAddress();
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
        for (C connection = listener.accept(); connection != null; connection = listener.accept()) {
            listener.discard(connection);
            count++;
            if (mode == Mode.DEALING) {
                deal();
            } else {
                me.accepted.incrementAndGet();
            }
            me.unrotated++;
            if (mode == Mode.ROTATING && me.unrotated >= every) {
                me.unrotated = 0;
                registration.rotate();
            }
        }
        if (count == 0) {
            me.futile.incrementAndGet();
        }
        if (mode == Mode.ONESHOT) {
            registration.rearm();
        }
    }

    private void deal() {
        Waiter waiter = waiters.get(next);
        next = (next + 1) % waiters.size();
        waiter.dealt.incrementAndGet();
        waiter.source.wakeup();
    }

    InetSocketAddress address() {
        return address;
    }

    /** A counter of every waiter; and of the one that deals, which has no share. */
    long sum(ToLongFunction<Waiter> counter) {
        long sum = dealer == null ? 0 : counter.applyAsLong(dealer);
        for (Waiter waiter : waiters) {
            sum += counter.applyAsLong(waiter);
        }
        return sum;
    }

    /** How many each has accepted so far. */
    long[] shares() {
        return waiters.stream().mapToLong(waiter -> waiter.accepted.get()).toArray();
    }

    /** Whether all have gone back to their polls. */
    boolean areWaiting() {
        return waiters.stream().noneMatch(waiter -> waiter.busy) && (dealer == null || !dealer.busy);
    }

    @Override
    public void close() throws IOException {
        sources.forEach(EventSource::close);
        for (Listener<?> listener : listeners) {
            listener.close();
        }
    }
}
