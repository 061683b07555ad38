package dev.vigil.auto;

import dev.vigil.BackendCosts;
import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * One backend in a trial: its mechanism alone, for what comes behind it is the same for all. Keeps the least that each thing took:
 * nothing here waits, so what a block takes beyond the least is what other programs and the compilers of the JVM took of the
 * processor.
 */
final class Contestant implements Registrations {
    /** Waits in a row per look at the clock. */
    private static final int BLOCK = 8;

    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final long GENERATION = 1L << Integer.SIZE;

    final String name;
    private final Backend backend;
    private final Watch[] watches;
    private int watched;
    private Mechanism mechanism;
    private Batch batch;
    private long alone = UNKNOWN;
    private long among = UNKNOWN;
    private long together = UNKNOWN;
    private long change = UNKNOWN;

    /** Why the backend is out of the trial, or null. */
    private String failure;

    Contestant(Backend backend, int descriptors) {
        this.backend = backend;
        name = backend.name();
        watches = new Watch[descriptors];
    }

    void open() {
        try {
            mechanism = backend.open(Settings.DEFAULT, this);
            batch = mechanism.newBatch(Settings.DEFAULT_BATCH);
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = e.toString();
        }
    }

    void watch(SelectableChannel channel) {
        if (failure == null) {
            try {
                Watch watch = new Watch(mechanism.descriptorOf(channel), channel, GENERATION | watched, Interest.READ);
                watches[watched] = watch;
                synchronized (watch) {
                    mechanism.add(watch);
                }
                watched++;
            } catch (IOException | RuntimeException | LinkageError e) {
                failure = e.toString();
            }
        }
    }

    @Override
    public Watch find(long word) {
        return watches[(int) word];
    }

    @Override
    public void exclusively(Watch watch, Change todo) throws IOException {
        synchronized (watch) {
            todo.apply(watch);
        }
    }

    /** Takes the time of a block. A mechanism that fails is out, and stops no other. */
    void measure(Part part) {
        if (failure == null) {
            try {
                switch (part) {
                    case ALONE -> alone = Math.min(alone, waits(1, false));
                    case AMONG -> among = Math.min(among, waits(1, false));
                    case CHANGE -> change = Math.min(change, waits(1, true));
                    default -> together = Math.min(together, waits(watched, false));
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                failure = e.toString();
            }
        }
    }

    /** What a wait takes that brings so many events; unknown if one brought others, as before a mechanism has settled. */
    private long waits(int events, boolean changing) throws IOException {
        boolean isSettled = true;
        long start = System.nanoTime();
        for (int i = 0; i < BLOCK; i++) {
            if (changing) {
                change(watches[0], Interest.NONE);
                change(watches[0], Interest.READ);
            }
            batch.clear();
            mechanism.await(batch, 0);
            isSettled &= batch.size() == events;
        }
        long took = System.nanoTime() - start;
        return isSettled ? took / BLOCK : UNKNOWN;
    }

    private void change(Watch watch, Interest to) throws IOException {
        synchronized (watch) {
            Interest from = watch.interest();
            watch.interest(to);
            watch.armed(true);
            mechanism.change(watch, from);
        }
    }

    /** Why there are no figures, or null if there are. */
    String failure() {
        if (failure != null) {
            return failure;
        }
        boolean isWhole = alone != UNKNOWN && among != UNKNOWN && together != UNKNOWN && change != UNKNOWN;
        return isWhole ? null : "it had not settled by the end of the time";
    }

    BackendCosts costs() {
        return new BackendCosts(name, alone, among, together / watched, Math.max(0, change - among) / 2);
    }

    void close() {
        if (mechanism != null) {
            for (int i = 0; i < watched; i++) {
                Watch watch = watches[i];
                attempt(() -> {
                    synchronized (watch) {
                        mechanism.remove(watch);
                    }
                });
            }
            attempt(mechanism::flush);
            attempt(mechanism::close);
        }
    }

    /** What fails at one thing is freed by the others nevertheless. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failure = failure == null ? e.toString() : failure;
        }
    }
}
