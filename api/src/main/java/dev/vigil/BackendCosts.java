package dev.vigil;

import java.util.Objects;

/**
 * What a backend costs here, as {@link EventSourceBuilder#auto} measures it: nanoseconds of the polling thread, from the call of poll
 * to the end of a handler that does nothing. Of a JVM that has just begun: they are for comparing backends, and no figures of a
 * warm program.
 *
 * @param backend the name of the backend
 * @param alone an event of the only descriptor that is watched
 * @param among an event of the only one that is ready, of 64 watched
 * @param together an event of 64 that are ready, of 64 watched
 * @param change a change of interest, with what the next poll does for it
 */
public record BackendCosts(String backend, long alone, long among, long together, long change) {
    private static final int KINDS_OF_EVENTS = 3;
    private static final int EVENTS_PER_CHANGE = 16;

    /** Checks the name. */
    public BackendCosts {
        Objects.requireNonNull(backend, "backend");
    }

    /**
     * The one figure that backends are compared by: what an event costs where a third of the events come in each of the three ways,
     * and the interest changes with every 16th.
     *
     * @return nanoseconds
     */
    public long event() {
        return (alone + among + together) / KINDS_OF_EVENTS + change / EVENTS_PER_CHANGE;
    }
}
