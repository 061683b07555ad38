package dev.vigil.wait;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Flags;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches with one mechanism for many threads that are parked. Its own thread starts with the first of them, and ends when there has
 * been none for a while.
 *
 * <p>What concerns a descriptor is guarded by its lock, which is held for a control call at most, never for a wait, and not while threads
 * are told. What begins and ends the watching, and makes room for larger numbers, holds all locks.
 */
final class Watcher implements Runnable, Registrations {
    private static final int BATCH = 1024;
    private static final int FIRST_CAPACITY = 64;

    /** For elements of {@link #stations}, which are read without a lock. */
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Station[].class);

    private final Backend backend;
    private final String name;
    private final long idleNanos;
    private final Stripes stripes = new Stripes();

    /** By descriptor. Elements are written under the lock of the descriptor, the array under all. */
    private volatile Station[] stations = new Station[FIRST_CAPACITY];

    /** Null while no thread watches. Written under all locks. */
    private volatile Mechanism mechanism;

    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** When the last one went. Means something while nobody waits. */
    private volatile long emptySince;

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
            if (mine.told() == 0 && !leave(fd, mine)) {
                awaitTelling(mine);
            }
        }
        if (mine.told() == Waiting.FAILED) {
            throw new IOException("the thread that watches descriptors has failed: " + mine.failure, mine.failure);
        }
        return mine.told();
    }

    private void enter(int fd, Waiting mine) throws IOException {
        Lock lock = lockRunning(fd);
        Waiting others = null;
        try {
            Station station = find(fd);
            if (station == null) {
                station = new Station(fd);
                put(fd, station);
            }
            station.add(mine);
            waiting.incrementAndGet();
            try {
                station.arm(mechanism, nextWord(fd));
            } catch (Throwable e) {
                station.remove(mine);
                gone(1);
                if (station.watch == null) {
                    // The others, if there are any, find out themselves.
                    others = station.takeAll(Waiting.LOOK_AGAIN, null);
                    put(fd, null);
                }
                throw e;
            }
        } finally {
            lock.unlock();
            tellAll(others);
        }
    }

    /** Takes the lock of a descriptor, with a thread that watches and room for the number. */
    @SuppressWarnings("LockNotBeforeTry") // The caller unlocks it.
    private Lock lockRunning(int fd) throws IOException {
        Lock lock = stripes.of(fd);
        while (true) {
            lock.lock();
            if (mechanism != null && fd < stations.length) {
                return lock;
            }
            lock.unlock();
            start(fd);
        }
    }

    /** Somebody has taken it out, and is about to tell it: nothing that was seen is lost. */
    @SuppressWarnings("ThreadPriorityCheck") // A virtual thread must not keep the carrier that the other may need.
    private static void awaitTelling(Waiting taken) {
        while (taken.told() == 0) {
            Thread.yield();
        }
    }

    /** Takes one out that was not served. False if somebody else has. */
    private boolean leave(int fd, Waiting mine) {
        Lock lock = stripes.of(fd);
        lock.lock();
        try {
            Station station = find(fd);
            if (station == null || !station.remove(mine)) {
                return false;
            }
            gone(1);
            if (station.isEmpty()) {
                station.end(mechanism);
                put(fd, null);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has all who wait for a descriptor told something. */
    void tellAll(int fd, int what) {
        if (find(fd) == null) {
            return;
        }
        Waiting all = null;
        Lock lock = stripes.of(fd);
        lock.lock();
        try {
            Station station = find(fd);
            if (station != null) {
                put(fd, null);
                station.end(mechanism);
                all = station.takeAll(what, null);
            }
        } finally {
            lock.unlock();
        }
        tellAll(all);
    }

    /** Counted first: who has been told may look at the count. */
    private void tellAll(Waiting taken) {
        gone(Waiting.count(taken));
        Waiting.tellAll(taken);
    }

    private void gone(int count) {
        if (count > 0 && waiting.addAndGet(-count) == 0) {
            emptySince = System.nanoTime();
        }
    }

    /** How many threads wait. */
    int waiting() {
        return waiting.get();
    }

    /** How many descriptors the mechanism knows; 0 while no thread watches. */
    int watched() {
        return (int) Arrays.stream(stations).filter(each -> each != null).count();
    }

    /** Whether a thread watches. */
    boolean isRunning() {
        return mechanism != null;
    }

    private void start(int fd) throws IOException {
        Mechanism unused = null;
        stripes.lockAll();
        try {
            if (fd >= stations.length) {
                stations = Arrays.copyOf(stations, Math.max(fd + 1, stations.length * 2));
            }
            if (mechanism == null) {
                unused = backend.open(Settings.DEFAULT.withBatchSize(BATCH), this);
                startThread(unused);
                unused = null;
            }
        } finally {
            stripes.unlockAll();
            close(unused);
        }
    }

    private void startThread(Mechanism opened) {
        // With nothing inherited: it outlives whoever happens to be the first.
        Thread thread = new Thread(null, this, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        mechanism = opened;
        emptySince = System.nanoTime();
        try {
            thread.start();
        } catch (Throwable e) {
            mechanism = null;
            throw e;
        }
    }

    /** Without any lock: closing a descriptor tells those who wait for it, also those of another watcher. */
    private static void close(Mechanism ended) {
        if (ended != null) {
            ended.close();
        }
    }

    private Station find(int fd) {
        Station[] all = stations;
        return fd < all.length ? (Station) ELEMENT.getVolatile(all, fd) : null;
    }

    private void put(int fd, Station station) {
        ELEMENT.setVolatile(stations, fd, station);
    }

    private long nextWord(int fd) {
        // Generation 0 is nobody's.
        int next = generation.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        return ((long) next << Integer.SIZE) | fd;
    }

    @Override
    public void run() {
        // Nobody ends it but this thread, so it is this thread's.
        Mechanism mine = mechanism;
        try {
            Batch batch = mine.newBatch(BATCH);
            do {
                batch.clear();
                mine.await(batch, idleNanos);
                for (int i = 0; i < batch.size(); i++) {
                    tell(batch.word(i), batch.readiness(i));
                }
            } while (isWanted() || !end(mine, null));
        } catch (IOException | RuntimeException | Error e) {
            end(mine, e);
        }
    }

    private boolean isWanted() {
        return waiting.get() > 0 || System.nanoTime() - emptySince < idleNanos;
    }

    private void tell(long word, int seen) {
        int fd = (int) word;
        Waiting told = null;
        Waiting others = null;
        Lock lock = stripes.of(fd);
        lock.lock();
        try {
            Station station = find(fd);
            if (station == null || station.watch == null || station.watch.word() != word) {
                return; // of a file that had the number before
            }
            if (Flags.told(station.watch.interest(), seen) == 0 && (seen & Readiness.INVALID_BIT) == 0) {
                return; // more than was asked for, which some systems tell: nothing was spent by it
            }
            told = station.take(seen);
            if (!station.isEmpty()) {
                try {
                    station.arm(mechanism, nextWord(fd));
                } catch (IOException | RuntimeException e) {
                    others = station.takeAll(Waiting.LOOK_AGAIN, null);
                    put(fd, null);
                }
            }
        } finally {
            lock.unlock();
            tellAll(told);
            tellAll(others);
        }
    }

    /** Ends the watching, if it has failed or nobody wants it: the next one who waits starts it anew. */
    private boolean end(Mechanism mine, Throwable failure) {
        Station[] all;
        stripes.lockAll();
        try {
            if (mechanism != mine) {
                return true; // closing it was what failed
            }
            if (failure == null && isWanted()) {
                return false;
            }
            mechanism = null;
            all = stations;
            stations = new Station[FIRST_CAPACITY];
        } finally {
            stripes.unlockAll();
        }
        // Nobody finds these any more.
        for (Station station : all) {
            if (station != null) {
                tellAll(station.takeAll(Waiting.FAILED, failure));
            }
        }
        mine.close();
        return true;
    }

    @Override
    public Watch find(long word) {
        Station station = find((int) word);
        Watch watch = station == null ? null : station.watch;
        return watch != null && watch.word() == word ? watch : null;
    }

    @Override
    public void exclusively(Watch watch, Change change) throws IOException {
        Lock lock = stripes.of(watch.fd());
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
