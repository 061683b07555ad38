package dev.vigil.spi;

import dev.vigil.Availability;
import dev.vigil.BackendStatus;
import dev.vigil.Feature;
import java.util.Objects;
import java.util.Set;

/**
 * A backend, with what it said of itself when it was loaded. What it throws against its contract, or answers with null, makes
 * it unavailable and does not stop the others.
 */
record Provider(Backend backend, String name, int priority) {
    /** Asks a backend for its name and priority, which throws what they throw. */
    Provider(Backend backend) {
        this(backend, Objects.requireNonNull(backend.name(), "its name"), backend.priority());
        if (name.equals(Backends.AUTO)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" stands for the cheapest backend, and is no name for one");
        }
    }

    /** Whether it can be used, and what it can do then. */
    BackendStatus status(Set<String> avoided) {
        Availability availability = availability(backend);
        Set<Feature> features = Set.of();
        if (availability.usable()) {
            try {
                features = Set.copyOf(backend.features());
            } catch (RuntimeException | LinkageError e) {
                availability = Availability.unavailable("its features cannot be had: " + e, e);
            }
        }
        return new BackendStatus(name, priority, availability, features, avoided.contains(name));
    }

    static Availability availability(Backend backend) {
        try {
            return Objects.requireNonNull(backend.availability(), "its availability");
        } catch (RuntimeException | LinkageError e) {
            return Availability.unavailable("its probe failed: " + e, e);
        }
    }
}
