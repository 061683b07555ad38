package dev.vigil.migrating;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A side whose descriptors are ready when the test says so, level-triggered, and whose calls fail or run code of the test's when
 * the test says so. Everything under its monitor.
 */
final class FakeMechanism extends Mechanism {
    /** Of every side; ready when the test says so, whatever it holds. */
    static final int FD = 1_000;

    private final Map<Integer, Watch> watches = new LinkedHashMap<>();
    private final Map<Integer, Integer> ready;

    /** One-shots whose event was fetched since they were armed. */
    private final Set<Watch> spent = new HashSet<>();

    private boolean woken;
    private boolean closed;
    private boolean waiting;

    /** Thrown by the next wait, and by it alone. */
    private Throwable nextFailure;

    /** Thrown by each {@code add} while it is set. */
    private Throwable refusal;

    /** Thrown by {@code close}, after it. */
    private RuntimeException closingFailure;

    /** A word that names no registration, and comes with each look; or 0. */
    private long ghost;

    /** What the last rebuild was given, or null. */
    private List<Integer> rebuilt;

    /** Whether every number stands for another file by now. */
    private boolean replaced;

    /** Run by each {@code add}, before it. */
    private Runnable beforeAdd = () -> {};

    /** Run by each {@code remove}, after it. */
    private Runnable afterRemove = () -> {};

    /** Makes a side; sides of one source share what is ready. */
    FakeMechanism(Map<Integer, Integer> ready) {
        this.ready = ready;
    }

    synchronized void fail(Throwable failure) {
        nextFailure = failure;
        notifyAll();
    }

    synchronized void failOnClose(RuntimeException failure) {
        closingFailure = failure;
    }

    synchronized void haunt(long word) {
        ghost = word;
        notifyAll();
    }

    synchronized List<Integer> rebuilt() {
        return rebuilt;
    }

    synchronized void refuse(Throwable refused) {
        refusal = refused;
    }

    synchronized void replace(boolean all) {
        replaced = all;
    }

    @Override
    public synchronized boolean isReplaced(Watch watch) {
        return replaced;
    }

    synchronized void beforeAdd(Runnable action) {
        beforeAdd = action;
    }

    synchronized void afterRemove(Runnable action) {
        afterRemove = action;
    }

    synchronized boolean holds(int fd) {
        return watches.containsKey(fd);
    }

    synchronized int size() {
        return watches.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Waits until a thread is blocked in this side. */
    synchronized void awaitWaiter() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!waiting) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("nobody waits on this side");
            }
            wait(left);
        }
    }

    synchronized void changed() {
        notifyAll();
    }

    @Override
    public OptionalInt fd() {
        return OptionalInt.of(FD);
    }

    @Override
    public void add(Watch watch) throws IOException {
        Runnable action;
        synchronized (this) {
            action = beforeAdd;
        }
        action.run();
        synchronized (this) {
            if (refusal instanceof IOException refused) {
                throw refused;
            }
            if (refusal instanceof RuntimeException refused) {
                throw refused;
            }
            if (refusal instanceof Error refused) {
                throw refused;
            }
            watches.put(watch.fd(), watch);
            spent.remove(watch);
            notifyAll();
        }
    }

    @Override
    public synchronized void change(Watch watch, Interest from) {
        spent.remove(watch);
        notifyAll();
    }

    @Override
    public void remove(Watch watch) {
        Runnable action;
        synchronized (this) {
            watches.remove(watch.fd(), watch);
            spent.remove(watch);
            notifyAll();
            action = afterRemove;
        }
        action.run();
    }

    @Override
    public synchronized void await(Batch batch, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        waiting = nanos != 0;
        notifyAll();
        try {
            while (!look(batch) && nanos != 0) {
                long left = nanos < 0 ? Long.MAX_VALUE : end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting = false;
        }
    }

    private boolean look(Batch batch) throws IOException {
        Throwable failure = nextFailure;
        nextFailure = null;
        if (failure instanceof IOException thrown) {
            throw thrown;
        }
        if (failure instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (failure instanceof Error thrown) {
            throw thrown;
        }
        for (Watch watch : watches.values()) {
            int bits = ready.getOrDefault(watch.fd(), 0);
            if (bits != 0 && watch.isLive() && !spent.contains(watch) && batch.size() < batch.limit()) {
                batch.add(watch.word(), bits & (watch.interest().directions() | Readiness.INVALID_BIT));
                if (watch.interest().isOneShot()) {
                    spent.add(watch);
                }
            }
        }
        if (ghost != 0 && batch.size() < batch.limit()) {
            batch.add(ghost, Readiness.READABLE_BIT);
        }
        boolean wake = woken;
        if (wake) {
            woken = false;
            batch.woken();
        }
        return batch.size() > 0 || wake;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public long controlCalls() {
        return 0;
    }

    @Override
    public synchronized boolean rebuild(Iterable<Watch> standing) {
        rebuilt = new ArrayList<>();
        standing.forEach(watch -> rebuilt.add(watch.fd()));
        ghost = 0;
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (closingFailure != null) {
            throw closingFailure;
        }
    }
}
