package dev.vigil.wait;

import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Watches with one mechanism for many threads that are parked. Its own thread starts with the first of them, and ends when there has
 * been none for a while.
 *
 * <p>One lock guards all but the lookup. It is held for a control call at most, never for a wait, and it is no monitor: a virtual thread
 * that has to wait for it parks.
 */
final class Watcher implements Runnable, Registrations {
    private static final int BATCH = 1024;
    private static final int FIRST_CAPACITY = 64;

    /** For elements of {@link #stations}, which are read without the lock. */
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Station[].class);

    private final Backend backend;
    private final String name;
    private final long idleNanos;
    private final ReentrantLock lock = new ReentrantLock();

    /** By descriptor. Read without the lock by lookups. */
    private volatile Station[] stations = new Station[FIRST_CAPACITY];

    /** Null while no thread watches. */
    private Mechanism mechanism;

    private Batch batch;
    private int generation;
    private int waiting;

    /** When the last one went. Means something while nobody waits. */
    private long emptySince;

    Watcher(Backend backend, String name, long idleNanos) {
        this.backend = backend;
        this.name = name;
        this.idleNanos = idleNanos;
    }

    /**
     * Parks the current thread.
     *
     * @return readiness bits, 0 when the time is over, the thread is interrupted or the guard said no, or a constant of {@link Waiting}
     */
    int await(int fd, Interest interest, long nanos, Waits.Guard guard) throws IOException {
        long start = System.nanoTime();
        Waiting mine = new Waiting(interest);
        enter(fd, mine);
        try {
            // After it is to be found: who ends it looks for it when the guard says no already.
            if (guard.goesOn()) {
                long left = nanos;
                while (mine.told() == 0 && left > 0 && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(this, left);
                    left = nanos - (System.nanoTime() - start);
                }
            }
        } finally {
            if (mine.told() == 0) {
                leave(fd, mine);
            }
        }
        if (mine.told() == Waiting.FAILED) {
            throw new IOException("the thread that watches descriptors has failed: " + mine.failure, mine.failure);
        }
        return mine.told();
    }

    private void enter(int fd, Waiting mine) throws IOException {
        lock.lock();
        try {
            start();
            Station station = stationFor(fd);
            station.add(mine);
            waiting++;
            try {
                station.arm(mechanism, nextWord(fd));
            } catch (Throwable e) {
                station.remove(mine);
                gone(1);
                if (station.watch == null) {
                    // The others, if there are any, find out themselves.
                    gone(station.tellAll(Waiting.LOOK_AGAIN, null));
                    put(fd, null);
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(int fd, Waiting mine) {
        lock.lock();
        try {
            Station station = find(fd);
            if (station == null || !station.remove(mine)) {
                return; // told in the meantime
            }
            gone(1);
            if (station.isEmpty()) {
                station.end(mechanism);
                put(fd, null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has all who wait for a descriptor told something. */
    void tellAll(int fd, int what) {
        if (find(fd) == null) {
            return;
        }
        lock.lock();
        try {
            Station station = find(fd);
            if (station != null) {
                put(fd, null);
                station.end(mechanism);
                gone(station.tellAll(what, null));
            }
        } finally {
            lock.unlock();
        }
    }

    private void gone(int count) {
        waiting -= count;
        if (waiting == 0) {
            emptySince = System.nanoTime();
        }
    }

    /** How many threads wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** How many descriptors the mechanism knows; 0 while no thread watches. */
    int watched() {
        return (int) Arrays.stream(stations).filter(each -> each != null).count();
    }

    /** Whether a thread watches. */
    boolean isRunning() {
        lock.lock();
        try {
            return mechanism != null;
        } finally {
            lock.unlock();
        }
    }

    private void start() throws IOException {
        if (mechanism != null) {
            return;
        }
        Mechanism opened = backend.open(Settings.DEFAULT.withBatchSize(BATCH), this);
        try {
            batch = opened.newBatch(BATCH);
            // Of the system group and with nothing inherited: it outlives whoever happens to be the first.
            Thread thread = new Thread(null, this, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            mechanism = opened;
            emptySince = System.nanoTime();
            thread.start();
        } catch (Throwable e) {
            mechanism = null;
            opened.close();
            throw e;
        }
    }

    private Station find(int fd) {
        Station[] all = stations;
        return fd < all.length ? (Station) ELEMENT.getVolatile(all, fd) : null;
    }

    private void put(int fd, Station station) {
        ELEMENT.setVolatile(stations, fd, station);
    }

    private Station stationFor(int fd) {
        if (fd >= stations.length) {
            stations = Arrays.copyOf(stations, Math.max(fd + 1, stations.length * 2));
        }
        Station station = find(fd);
        if (station == null) {
            station = new Station(fd);
            put(fd, station);
        }
        return station;
    }

    private long nextWord(int fd) {
        // Generation 0 is nobody's.
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        return ((long) generation << Integer.SIZE) | fd;
    }

    @Override
    public void run() {
        Mechanism mine = mechanism();
        try {
            do {
                batch.clear();
                mine.await(batch, idleNanos);
            } while (goesOnAfter(batch));
        } catch (IOException | RuntimeException | Error e) {
            end(e);
        }
    }

    private Mechanism mechanism() {
        lock.lock();
        try {
            return mechanism;
        } finally {
            lock.unlock();
        }
    }

    /** Tells what was found. False if this was the last wait. */
    private boolean goesOnAfter(Batch found) {
        lock.lock();
        try {
            for (int i = 0; i < found.size(); i++) {
                tell(found.word(i), found.readiness(i));
            }
            if (waiting > 0 || System.nanoTime() - emptySince < idleNanos) {
                return true;
            }
            end(null);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void tell(long word, int seen) {
        Station station = find((int) word);
        if (station == null || station.watch == null || station.watch.word() != word) {
            return; // of a file that had the number before
        }
        gone(station.tell(seen));
        if (station.isEmpty()) {
            return;
        }
        try {
            station.arm(mechanism, nextWord((int) word));
        } catch (IOException | RuntimeException e) {
            gone(station.tellAll(Waiting.LOOK_AGAIN, null));
            put((int) word, null);
        }
    }

    /** Ends the watching: the next one who waits starts it anew. */
    private void end(Throwable failure) {
        lock.lock();
        try {
            Station[] all = stations;
            stations = new Station[FIRST_CAPACITY];
            Mechanism ended = mechanism;
            if (ended == null) {
                return; // closing it was what failed
            }
            mechanism = null;
            for (Station station : all) {
                if (station != null) {
                    gone(station.tellAll(Waiting.FAILED, failure));
                }
            }
            ended.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Watch find(long word) {
        Station station = find((int) word);
        Watch watch = station == null ? null : station.watch;
        return watch != null && watch.word() == word ? watch : null;
    }

    @Override
    public void exclusively(Watch watch, Change change) throws IOException {
        lock.lock();
        try {
            if (find(watch.word()) == watch) {
                change.apply(watch);
            }
        } finally {
            lock.unlock();
        }
    }
}
