package dev.vigil.spi;

import dev.vigil.BackendStatus;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses what a backend cannot honour, and what no system can. */
final class Features {
    private final String backend;
    private final Set<Feature> features;

    Features(String backend, Set<Feature> features) {
        this.backend = backend;
        this.features = Set.copyOf(features);
    }

    Set<Feature> all() {
        return features;
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    void require(Interest interest) {
        // Said here: the exception that compiled code throws by itself has no message once it has come often.
        Objects.requireNonNull(interest, "interest");
        if (interest.directions() == 0 && interest != Interest.NONE) {
            throw new IllegalArgumentException("the interest " + interest
                    + " has a mode but no direction: add READ, WRITE, PRIORITY or READ_CLOSED, or use plain NONE");
        }
        if (interest.isExclusive() && (interest.isOneShot() || interest.isPriority() || interest.isReadClosed())) {
            throw new IllegalArgumentException(
                    "the interest " + interest + " cannot be had: exclusive goes with READ and"
                            + " WRITE, level or edge, and with nothing else (epoll_ctl(2), EPOLLEXCLUSIVE)");
        }
        if (interest.isEdge()) {
            require(Feature.EDGE);
        }
        if (interest.isExclusive()) {
            require(Feature.EXCLUSIVE);
        }
        if (interest.isPriority()) {
            require(Feature.PRIORITY);
        }
        if (interest.isReadClosed()) {
            require(Feature.READ_CLOSED);
        }
    }

    void require(Feature feature) {
        if (!features.contains(feature)) {
            throw new UnsupportedOperationException("backend " + backend + " lacks the feature " + feature
                    + "; backends that have it here: " + having(feature));
        }
    }

    private static String having(Feature feature) {
        String names = Backends.statuses().stream()
                .filter(status -> status.features().contains(feature))
                .map(BackendStatus::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
