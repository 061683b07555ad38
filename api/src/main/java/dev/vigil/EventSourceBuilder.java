package dev.vigil;

import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** Settings for a new source. Not thread-safe; may open any number of sources. */
public final class EventSourceBuilder {
    private String name;
    private Backend backend;

    /** What the cheapest backend has to be able to do; null if it is not asked for. */
    private Set<Feature> needed;

    private Settings settings = Settings.DEFAULT;

    EventSourceBuilder() {}

    /**
     * Names the backend. Without it the system property {@code dev.vigil.backend}, the environment and the priorities
     * decide, as told at {@link EventSource#open()}.
     *
     * @param name the backend's name, such as {@code epoll}, or {@code auto} for {@link #auto}
     * @return this builder
     */
    public EventSourceBuilder backend(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.backend = null;
        this.needed = null;
        return this;
    }

    /**
     * Gives the backend itself, for one that has settings of its own.
     *
     * @param backend the backend
     * @return this builder
     */
    public EventSourceBuilder backend(Backend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.name = null;
        this.needed = null;
        return this;
    }

    /**
     * Takes the backend that costs least here, by measurement. The first time, the available ones make small rounds side by side, over
     * pipes and for at most 20 ms (the system property {@code dev.vigil.backend.auto.millis} sets another time; a longer one
     * measures code that is better compiled): one descriptor that is ready, one of 64, 64 of 64, and changes of interest.
     * {@link BackendCosts#event()} is what they are compared by, and who costs at most a tenth more than the cheapest counts as just
     * as cheap, the one of higher priority before others. {@code dev.vigil.backend.avoid} is heeded.
     *
     * <p>What was measured is kept for later JVMs in a file of the user's for this machine, kernel and Java, in {@code
     * $XDG_CACHE_HOME/vigil} or {@code ~/.cache/vigil}. The system property {@code dev.vigil.backend.auto.file} names another file, or
     * is {@code off}. A file that belongs to neither the user nor the administrator, or that others may write, or that is no plain
     * file, is neither used nor replaced. The logger {@code dev.vigil} is told once of the choice (DEBUG) and of what went wrong.
     * Where nothing can be measured, the one of highest priority is taken.
     *
     * <p>The measure knows small sets only. Who watches thousands should not take a backend whose cost grows with them, whatever it
     * costs with 64: see {@code dev.vigil.backend.avoid}.
     *
     * @param features what the backend has to be able to do; if none is given, it takes channels and raw descriptors as far as the one
     *     that priority would choose takes them
     * @return this builder
     */
    public EventSourceBuilder auto(Feature... features) {
        this.needed = Set.of(features);
        this.name = null;
        this.backend = null;
        return this;
    }

    /**
     * Limits how many events one poll delivers; what is left over is served by the next polls, in turn.
     *
     * @param events at least 1 and at most {@value dev.vigil.spi.Settings#MAX_BATCH}; the default is
     *     {@value dev.vigil.spi.Settings#DEFAULT_BATCH}
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public EventSourceBuilder batchSize(int events) {
        settings = settings.withBatchSize(events);
        return this;
    }

    /**
     * Makes a poll that finds nothing look again and again for this long before it blocks. Saves the cost of going to sleep
     * and being woken, and burns a processor meanwhile. The default is zero.
     *
     * @param time how long; zero for not at all
     * @return this builder
     * @throws IllegalArgumentException if the time is negative
     */
    public EventSourceBuilder spin(Duration time) {
        settings = settings.withSpin(time);
        return this;
    }

    /**
     * Sets how long a handler may hold the polling thread before a running flight recording gets a
     * {@code dev.vigil.SlowHandler} event. The default is 10 ms.
     *
     * @param threshold handlers that take longer are told of
     * @return this builder
     * @throws IllegalArgumentException if the threshold is negative
     */
    public EventSourceBuilder slowHandler(Duration threshold) {
        settings = settings.withSlowHandler(threshold);
        return this;
    }

    /**
     * Opens a source with these settings.
     *
     * @return a new, empty source
     * @throws BackendUnavailableException if the backend named is unknown or unavailable, or none is available
     * @throws IOException if the system refuses what a source needs; nothing is left open then
     */
    public EventSource open() throws IOException {
        if (needed != null) {
            return Backends.open(Backends.cheapest(needed), settings);
        }
        return backend != null ? Backends.open(backend, settings) : Backends.open(name, settings);
    }
}
