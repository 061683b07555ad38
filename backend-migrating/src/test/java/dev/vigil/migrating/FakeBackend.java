package dev.vigil.migrating;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A threaded migrating source over two sides that the test controls. */
final class FakeBackend implements Backend {
    private final Map<Integer, Integer> ready = new ConcurrentHashMap<>();
    final FakeMechanism hot = new FakeMechanism(ready);
    final FakeMechanism cold = new FakeMechanism(ready);
    private final MigrationPolicy policy;

    FakeBackend(MigrationPolicy policy) {
        this.policy = policy;
    }

    /** Says what a descriptor is ready for, 0 for nothing, to whichever side watches it. */
    void ready(int fd, int bits) {
        ready.put(fd, bits);
        hot.changed();
        cold.changed();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.DESCRIPTORS, Feature.NANOSECONDS);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        ColdSet[] sets = {new ColdSet(cold, settings.batchSize())};
        ThreadedMechanism mechanism = new ThreadedMechanism(new Sides(hot, sets, registrations), policy, true);
        mechanism.start();
        return mechanism;
    }
}
