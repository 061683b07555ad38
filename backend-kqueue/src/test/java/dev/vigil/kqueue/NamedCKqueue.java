package dev.vigil.kqueue;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.util.Set;

/** The kqueue of the tests under a name of its own, for those that find backends by name: unavailable until one asks for it. */
public final class NamedCKqueue implements Backend {
    static final String NAME = "ckqueue";

    private static volatile Backend backend;

    /** Made by {@link java.util.ServiceLoader}. */
    public NamedCKqueue() {}

    /** Makes it available in this JVM. */
    static void use() {
        backend = CKqueue.backend(KeventLayout.CLASSIC);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability availability() {
        Backend used = backend;
        return used == null ? Availability.unavailable("this test does not use it", null) : used.availability();
    }

    @Override
    public Set<Feature> features() {
        return backend.features();
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) throws IOException {
        return backend.open(settings, registrations);
    }

    @Override
    public Readiness await(int fd, Interest interest, long nanos) throws IOException {
        return backend.await(fd, interest, nanos);
    }
}
