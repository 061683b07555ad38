package dev.vigil.migrating;

import dev.vigil.BackendUnavailableException;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The two backends of one configuration: which, how they are put together, and what the result can do. */
final class Delegates {
    private static final String PREFERRED = "poll";
    private static final String EVERYWHERE = "nio";

    private final Backend hot;
    private final Backend cold;
    private final int threads;
    private final Supplier<? extends MigrationPolicy> policies;

    /** Whether the hot side is one that was not asked for, since the preferred one was missing. */
    private final boolean standsIn;

    private Delegates(
            Backend hot, Backend cold, int threads, Supplier<? extends MigrationPolicy> policies, boolean standsIn) {
        this.hot = hot;
        this.cold = cold;
        this.threads = threads;
        this.policies = policies;
        this.standsIn = standsIn;
    }

    /**
     * Finds the delegates.
     *
     * @throws BackendUnavailableException if one of them is unknown or unavailable
     */
    static Delegates of(MigratingSettings settings) {
        Backend hot = settings.hot() == null ? preferred() : Backends.named(settings.hot());
        Backend cold = settings.cold() == null ? hot : Backends.named(settings.cold());
        boolean standsIn = settings.hot() == null && !hot.name().equals(PREFERRED);
        return new Delegates(hot, cold, settings.threads(), settings.policies(), standsIn);
    }

    /** Whether this stands in for what is there by now: the preferred backend was missing for a reason that has passed. */
    boolean isSuperseded() {
        return standsIn && preferred() != hot;
    }

    private static Backend preferred() {
        try {
            return Backends.named(PREFERRED);
        } catch (BackendUnavailableException e) {
            return Backends.named(EVERYWHERE);
        }
    }

    /** Whether the hot side can watch the cold one, and nobody asked for threads. */
    private boolean isNested() {
        return threads <= 0
                && cold.features().contains(Feature.NESTING)
                && hot.features().contains(Feature.DESCRIPTORS);
    }

    private int coldThreads() {
        return threads == MigratingSettings.AUTOMATIC ? 1 : threads;
    }

    /**
     * What both can do and a move does not spoil. A move looks at the descriptor again, so it would report an edge twice; and it
     * goes to the back of the wake-up queue of an exclusive one. One thread at a time moves, so one waits.
     */
    Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(hot.features());
        Set<Feature> ofCold = cold.features();
        // Only the hot side's wait has a timeout, unless the source waits on the cold one directly.
        features.removeIf(feature -> !ofCold.contains(feature) && (feature != Feature.NANOSECONDS || isNested()));
        features.removeAll(EnumSet.of(Feature.EDGE, Feature.EXCLUSIVE, Feature.MANY_WAITERS, Feature.NESTING));
        return features;
    }

    /** Nothing moves in one wait for one descriptor. */
    Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return hot.await(fd, interest, nanos);
    }

    Mechanism open(Settings settings, Registrations registrations) throws IOException {
        boolean nested = isNested();
        MigrationPolicy policy = Objects.requireNonNull(policies.get(), "the maker of policies has to make one");
        Members members = new Members();
        ColdSet[] sets = new ColdSet[nested ? 1 : coldThreads()];
        Mechanism hotMechanism = hot.open(settings, registrations);
        try {
            for (int i = 0; i < sets.length; i++) {
                sets[i] = openSet(settings, new ColdRegistrations(registrations, members));
            }
            Sides sides = new Sides(hotMechanism, sets, registrations, members);
            boolean alike = hot.name().equals(cold.name());
            if (nested) {
                return new NestedMechanism(sides, policy, alike);
            }
            ThreadedMechanism mechanism = new ThreadedMechanism(sides, policy, alike);
            mechanism.start();
            return mechanism;
        } catch (Throwable e) {
            close(hotMechanism, sets);
            throw e;
        }
    }

    private ColdSet openSet(Settings settings, ColdRegistrations registrations) throws IOException {
        Mechanism mechanism = cold.open(settings, registrations);
        try {
            ColdSet set = new ColdSet(mechanism, settings.batchSize());
            registrations.belongTo(set);
            return set;
        } catch (Throwable e) {
            mechanism.close();
            throw e;
        }
    }

    /** Closes all of them, also when one throws. Those that were never opened are null. */
    static void close(Mechanism hot, ColdSet[] sets) {
        RuntimeException failure = null;
        for (int i = -1; i < sets.length; i++) {
            try {
                if (i < 0) {
                    hot.close();
                } else if (sets[i] != null) {
                    sets[i].mechanism.close();
                }
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
