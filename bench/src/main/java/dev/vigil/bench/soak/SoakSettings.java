package dev.vigil.bench.soak;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;

/**
 * What a run is to be.
 *
 * @param backend the name of the backend, or null for the one that the library chooses
 * @param nanos how long, or 0 for as long as the connections take
 * @param connections how many, or 0 for as many as the time allows
 * @param concurrent how many at once
 * @param seed what the clients do
 * @param parts after how many equal parts it is looked at what the process holds
 */
public record SoakSettings(String backend, long nanos, long connections, int concurrent, long seed, int parts) {
    /** How many parts a run has where nobody says otherwise. */
    public static final int USUAL_PARTS = 10;

    /** What opens the sources of its loops. */
    EventSourceBuilder source() {
        return backend == null ? EventSource.builder() : EventSource.builder().backend(backend);
    }
}
