package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
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

    /**
     * The flags that a handler is told: rule 9 of the contract, and what is left of it where the backend cannot tell.
     *
     * @param interest what was asked for
     * @param state what is true of the descriptor, in {@link Readiness} bits
     */
    public int reported(Interest interest, int state) {
        if (interest == Interest.NONE) {
            return 0;
        }
        int asked = interest.directions();
        int always = Readiness.HANGUP_BIT | Readiness.ERROR_BIT;
        int reported = state & (asked | always);
        if ((state & always) != 0) {
            reported |= asked & (Readiness.READABLE_BIT | Readiness.WRITABLE_BIT);
        }
        if ((state & Readiness.HANGUP_BIT) != 0) {
            reported |= asked & Readiness.READ_CLOSED_BIT;
        }
        if ((reported & Readiness.READ_CLOSED_BIT) != 0) {
            reported |= Readiness.READABLE_BIT;
        }
        int told = Readiness.READABLE_BIT | Readiness.WRITABLE_BIT;
        return has(Feature.READ_CLOSED) ? reported : reported & told;
    }

    /** A kind with these traits, for tests that need no more than one. */
    public Kind kind(Trait... traits) {
        return kinds.stream()
                .filter(kind -> kind.traits().containsAll(List.of(traits)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + " takes no kind with " + List.of(traits)));
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
