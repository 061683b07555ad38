package dev.vigil;

import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Settings for a new source. Not thread-safe; may open any number of sources. */
public final class EventSourceBuilder {
    private String name;
    private Backend backend;
    private Settings settings = Settings.DEFAULT;

    EventSourceBuilder() {}

    /**
     * Names the backend. Without it the system property {@code dev.vigil.backend}, the environment and the priorities
     * decide, as told at {@link EventSource#open()}.
     *
     * @param name the backend's name, such as {@code epoll}
     * @return this builder
     */
    public EventSourceBuilder backend(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.backend = null;
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
        return backend != null ? Backends.open(backend, settings) : Backends.open(name, settings);
    }
}
