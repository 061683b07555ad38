package dev.vigil.migrating;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A threaded migrating source over two sides that the test controls. */
final class FakeBackend implements Backend {
    private final Map<Integer, Integer> ready = new ConcurrentHashMap<>();
    final FakeMechanism hot = new FakeMechanism(ready);
    final List<FakeMechanism> colds;

    /** The first of them, and mostly the only one. */
    final FakeMechanism cold;

    private final MigrationPolicy policy;

    FakeBackend(MigrationPolicy policy) {
        this(policy, 1);
    }

    FakeBackend(MigrationPolicy policy, int sets) {
        this.policy = policy;
        colds = Stream.generate(() -> new FakeMechanism(ready)).limit(sets).toList();
        cold = colds.get(0);
    }

    /** Says what a descriptor is ready for, 0 for nothing, to whichever side watches it. */
    void ready(int fd, int bits) {
        ready.put(fd, bits);
        hot.changed();
        colds.forEach(FakeMechanism::changed);
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
        ColdSet[] sets = colds.stream()
                .map(side -> new ColdSet(side, settings.batchSize()))
                .toArray(ColdSet[]::new);
        ThreadedMechanism mechanism = new ThreadedMechanism(new Sides(hot, sets, registrations), policy, true);
        mechanism.start();
        return mechanism;
    }
}
