package dev.vigil;

import java.util.Set;

/**
 * What is known of one backend on the class path or module path.
 *
 * @param name its name; for a provider that failed to load, the name of its class as far as it is known
 * @param priority the higher one is chosen first
 * @param availability usable, or why not
 * @param features what its sources can do; empty when it is not available
 * @param avoided whether {@code dev.vigil.backend.avoid} takes it out of the automatic choice
 */
public record BackendStatus(
        String name, int priority, Availability availability, Set<Feature> features, boolean avoided) {
    /** Copies the features. */
    public BackendStatus {
        features = Set.copyOf(features);
    }
}
