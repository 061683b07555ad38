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

/** A migrating source over sides that the test controls: threaded, or nested. */
final class FakeBackend implements Backend {
    private final Map<Integer, Integer> ready = new ConcurrentHashMap<>();
    final FakeMechanism hot = new FakeMechanism(ready);
    final List<FakeMechanism> colds;

    /** The first of them, and mostly the only one. */
    final FakeMechanism cold;

    private final MigrationPolicy policy;
    private final boolean nested;

    FakeBackend(MigrationPolicy policy) {
        this(policy, 1);
    }

    FakeBackend(MigrationPolicy policy, int sets) {
        this(policy, sets, false);
    }

    private FakeBackend(MigrationPolicy policy, int sets, boolean nested) {
        this.policy = policy;
        this.nested = nested;
        colds = Stream.generate(() -> new FakeMechanism(ready)).limit(sets).toList();
        cold = colds.get(0);
    }

    /** The hot side watches the cold one, whose descriptor is {@link FakeMechanism#FD}. */
    static FakeBackend nested(MigrationPolicy policy) {
        return new FakeBackend(policy, 1, true);
    }

    /** Says what a descriptor is ready for, 0 for nothing, to whichever side watches it. */
    void ready(int fd, int bits) {
        ready(Map.of(fd, bits));
    }

    /** The same of several at once. */
    void ready(Map<Integer, Integer> bits) {
        ready.putAll(bits);
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
        Sides sides = new Sides(hot, sets, registrations);
        if (nested) {
            return new NestedMechanism(sides, policy, true);
        }
        ThreadedMechanism mechanism = new ThreadedMechanism(sides, policy, true);
        mechanism.start();
        return mechanism;
    }
}
