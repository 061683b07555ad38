package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads that wait at one listener, each with a source of its own, and accept what comes. */
final class Herd implements AutoCloseable {
    private final Contract contract;
    private final int rotateEvery;
    private final ServerSocketChannel listener = ChannelKinds.listener();
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    Herd(Contract contract, int count, int rotateEvery) throws IOException {
        this.contract = contract;
        this.rotateEvery = rotateEvery;
        listener.configureBlocking(false);
        for (int i = 0; i < count; i++) {
            add();
        }
    }

    /** One more that waits. */
    Waiter add() throws IOException {
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        waiter.thread.start();
        return waiter;
    }

    List<Waiter> waiters() {
        return waiters;
    }

    /** How many each of those that still wait has accepted. */
    int[] shares() {
        return waiters.stream().mapToInt(waiter -> waiter.share.get()).toArray();
    }

    void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel.open(listener.getLocalAddress()).close();
        }
    }

    /** What may fail as the system does. */
    interface Disturbance {
        void run() throws IOException;
    }

    /** Connects, and disturbs the waiters after each connection. */
    void connecting(int count, Disturbance disturbance) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(1);
            disturbance.run();
        }
    }

    /** Waits until so many have been accepted, by themselves; more than that fails too. */
    void awaitAccepted(int count) throws IOException {
        until(() -> accepted.get() >= count, "accepted " + accepted + " of " + count);
        if (accepted.get() > count) {
            fail("accepted " + accepted + ", of " + count);
        }
    }

    /** Waits until so many have been accepted, with a look of some waiter now and then. */
    void lookUntilAccepted(int count) throws IOException {
        until(
                () -> {
                    try {
                        waiters.get(0).registration.rotate();
                    } catch (IOException e) {
                        failures.add(e);
                    }
                    return accepted.get() >= count;
                },
                "accepted " + accepted + " of " + count);
    }

    /** Waits until every thread has gone back to its poll since the last accept, and most likely is asleep there. */
    void awaitWaiting() {
        until(
                () -> waiters.stream()
                        .allMatch(waiter -> waiter.thread.getState() == Thread.State.RUNNABLE
                                && waiter.polls.get() > waiter.share.get()),
                "waiting threads");
    }

    private void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (!failures.isEmpty()) {
                throw new AssertionError("a waiter failed", failures.get(0));
            }
            if (System.nanoTime() > end) {
                fail("did not come within " + Polling.LIMIT + ": " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() throws IOException {
        for (Waiter waiter : waiters) {
            waiter.close();
        }
        listener.close();
    }

    /** A thread that waits, with its source. */
    final class Waiter {
        private final AtomicInteger share = new AtomicInteger();
        private final AtomicInteger polls = new AtomicInteger();
        private final EventSource source;
        private final Registration registration;
        private final Thread thread = new Thread(this::run, "waiter");
        private int unrotated;

        Waiter() throws IOException {
            source = contract.open();
            registration = source.register(listener, Interest.READ.exclusive(), this::accept);
            thread.setDaemon(true);
        }

        Registration registration() {
            return registration;
        }

        private void run() {
            try {
                while (true) {
                    polls.incrementAndGet();
                    source.poll();
                }
            } catch (ClosedEventSourceException e) {
                return;
            } catch (Throwable e) {
                failures.add(e);
            }
        }

        private void accept(Registration self, Readiness ready) throws IOException {
            for (SocketChannel connection = listener.accept(); connection != null; connection = listener.accept()) {
                connection.close();
                share.incrementAndGet();
                accepted.incrementAndGet();
                unrotated++;
            }
            if (unrotated >= rotateEvery && source.isOpen()) {
                unrotated = 0;
                try {
                    self.rotate();
                } catch (IllegalStateException e) {
                    // The source was closed since it was asked.
                    return;
                }
            }
        }

        /** Goes: a connection that it was woken for stays where it is. */
        void close() {
            waiters.remove(this);
            source.close();
            try {
                thread.join(Polling.LIMIT.toMillis());
            } catch (InterruptedException e) {
                throw new AssertionError("a test thread is not interrupted", e);
            }
        }
    }
}
