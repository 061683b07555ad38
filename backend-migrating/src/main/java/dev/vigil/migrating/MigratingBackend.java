package dev.vigil.migrating;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Busy descriptors in one backend, quiet ones in another, and each moves when it changes its ways: R. Gooch's scheme of 1998.
 *
 * <pre>{@code
 * MigratingSettings settings = MigratingSettings.builder().hot("poll").cold("epoll").build();
 * EventSource source = EventSource.builder().backend(MigratingBackend.with(settings)).open();
 * }</pre>
 */
public final class MigratingBackend implements Backend {
    private static final long PROBE_NANOS = 5_000_000_000L;

    private final MigratingSettings settings;
    private final ReentrantLock probing = new ReentrantLock();
    private Delegates delegates;

    /** What lasts, or null: a delegate that cannot be had now may be had later. */
    private Availability availability;

    /** Made by {@link java.util.ServiceLoader}: as the system properties say when it is first used. */
    public MigratingBackend() {
        settings = null;
    }

    private MigratingBackend(MigratingSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * The backend with settings of one's own.
     *
     * @param settings the settings
     * @return a backend to open sources with
     */
    public static MigratingBackend with(MigratingSettings settings) {
        return new MigratingBackend(settings);
    }

    /** {@code migrating}, or with settings of one's own, {@code migrating(HOT/COLD)} and the number of threads if it was set. */
    @Override
    public String name() {
        return settings == null ? "migrating" : "migrating" + settings;
    }

    @Override
    public int priority() {
        return 50;
    }

    /**
     * Whether both delegates are there and the whole works. Lists of backends ask, also the list in the message about a delegate
     * that is missing: the thread that is asking already gets a plain no.
     */
    @Override
    public Availability availability() {
        if (probing.isHeldByCurrentThread()) {
            return Availability.unavailable("is being probed", null);
        }
        probing.lock();
        try {
            if (availability != null && !delegates.isSuperseded()) {
                return availability;
            }
            Availability found = probe();
            if (found.usable()) {
                availability = found;
            }
            return found;
        } finally {
            probing.unlock();
        }
    }

    private Availability probe() {
        try {
            delegates = Delegates.of(settings == null ? MigratingSettings.fromProperties() : settings);
            Mechanism mechanism = delegates.open(Settings.DEFAULT, new NoRegistrations());
            try {
                mechanism.wake();
                long start = System.nanoTime();
                mechanism.await(mechanism.newBatch(1), PROBE_NANOS);
                return System.nanoTime() - start < PROBE_NANOS
                        ? Availability.available()
                        : Availability.unavailable("its wake-up does not arrive", null);
            } finally {
                mechanism.close();
            }
        } catch (IOException | RuntimeException e) {
            return Availability.unavailable(e.getMessage(), e);
        }
    }

    private Delegates delegates() {
        Availability state = availability();
        if (!state.usable()) {
            throw new IllegalStateException("backend " + name() + " is unavailable: " + state.reason(), state.cause());
        }
        return delegates;
    }

    @Override
    public Set<Feature> features() {
        return delegates().features();
    }

    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return delegates().await(fd, interest, nanos);
    }

    @Override
    public Mechanism open(Settings sourceSettings, Registrations registrations) throws IOException {
        return delegates().open(sourceSettings, registrations);
    }

    @Override
    public String toString() {
        return name();
    }

    /** For the probe: there are none. */
    private static final class NoRegistrations implements Registrations {
        @Override
        public Watch find(long word) {
            return null;
        }

        @Override
        public void exclusively(Watch watch, Change change) {
            // No registration can be found, so none is moved.
        }
    }
}
