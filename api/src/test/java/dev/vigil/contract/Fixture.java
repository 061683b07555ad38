package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What is tested: a backend in one configuration, with the kinds of descriptors it takes.
 *
 * @param backend the backend, configured
 * @param kinds the kinds it takes
 * @param raw raw descriptors, or null for a backend that takes none
 */
public record Fixture(Backend backend, List<Kind> kinds, RawSystem raw) {
    /** Copies the kinds. */
    public Fixture {
        kinds = List.copyOf(kinds);
    }

    /** A backend, found by name, that takes channels only. */
    public static Fixture ofChannels(String name) {
        return new Fixture(Backends.named(name), ChannelKinds.all(), null);
    }

    /** A source of the backend, with default settings. */
    public EventSource open() throws IOException {
        return builder().open();
    }

    /** A builder of sources of the backend, for other settings. */
    public EventSourceBuilder builder() {
        return EventSource.builder().backend(backend);
    }

    /** What sources of the backend can do. */
    public Set<Feature> features() {
        return backend.features();
    }

    /** Whether sources of the backend have a feature. */
    public boolean has(Feature feature) {
        return backend.features().contains(feature);
    }

    /** Raw descriptors, for tests that need {@link Feature#DESCRIPTORS}. */
    @Override
    public RawSystem raw() {
        assertNotNull(raw, "the test uses raw descriptors without @Needs(Feature.DESCRIPTORS)");
        return raw;
    }

    @Override
    public String toString() {
        return backend.name();
    }
}
