package dev.vigil.fake;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.util.Set;

/** Makes sources over a {@link FakeKernel}. Never found by name: it is given in code. */
public final class FakeBackend implements Backend {
    private final FakeKernel kernel;
    private final Set<Fault> faults;

    /** A backend whose mechanisms have these faults. */
    public FakeBackend(FakeKernel kernel, Set<Fault> faults) {
        this.kernel = kernel;
        this.faults = Set.copyOf(faults);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.DESCRIPTORS, Feature.EDGE, Feature.PRIORITY, Feature.READ_CLOSED, Feature.NANOSECONDS);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) {
        return new FakeMechanism(kernel, faults);
    }
}
