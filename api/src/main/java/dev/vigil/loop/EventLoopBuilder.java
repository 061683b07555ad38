package dev.vigil.loop;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Settings for a new loop or group. Not thread-safe; may start any number of loops. */
public final class EventLoopBuilder {
    private static final int DEFAULT_BUDGET = 256;

    private String name = "vigil-loop";
    private EventSourceBuilder source = EventSource.builder();
    private LoopExceptionHandler exceptionHandler = LoopExceptionHandler.LOG;
    private int budget = DEFAULT_BUDGET;
    private boolean daemon;

    /** How long polls may fail until the loop gives up. */
    Duration patience = FailingPolls.PATIENCE;

    EventLoopBuilder() {}

    /**
     * Names the thread. Loops of a group get a number behind it.
     *
     * @param threadName the name; the default is {@code vigil-loop}
     * @return this builder
     */
    public EventLoopBuilder name(String threadName) {
        this.name = Objects.requireNonNull(threadName, "threadName");
        return this;
    }

    /**
     * Gives the settings of the loop's source.
     *
     * @param builder a builder, which is used when the loop is started
     * @return this builder
     */
    public EventLoopBuilder source(EventSourceBuilder builder) {
        this.source = Objects.requireNonNull(builder, "builder");
        return this;
    }

    /**
     * Says what happens with exceptions.
     *
     * @param handler the policy; the default is {@link LoopExceptionHandler#LOG}
     * @return this builder
     */
    public EventLoopBuilder onException(LoopExceptionHandler handler) {
        this.exceptionHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Limits how many tasks, and how many timers, run between two polls, so that they cannot starve descriptors. How many
     * descriptors are served before tasks get their turn is the batch size of the source.
     *
     * @param perTurn at least 1; the default is 256
     * @return this builder
     * @throws IllegalArgumentException if the number is less than 1
     */
    public EventLoopBuilder budget(int perTurn) {
        if (perTurn < 1) {
            throw new IllegalArgumentException("a budget of " + perTurn + " per turn lets nothing run: give 1 or more");
        }
        this.budget = perTurn;
        return this;
    }

    /**
     * Says whether the thread is a daemon.
     *
     * @param isDaemon the default is false
     * @return this builder
     */
    public EventLoopBuilder daemon(boolean isDaemon) {
        this.daemon = isDaemon;
        return this;
    }

    /**
     * Opens a source and starts its thread.
     *
     * @return the running loop
     * @throws IOException if the system refuses what a source needs
     */
    public EventLoop start() throws IOException {
        return start(name);
    }

    /**
     * Starts a group of loops.
     *
     * @param size how many
     * @return the running group
     * @throws IllegalArgumentException if the size is less than 1
     * @throws IOException if the system refuses what a source needs; loops started by then have been closed
     */
    public EventLoopGroup startGroup(int size) throws IOException {
        return EventLoopGroup.start(this, size);
    }

    EventLoop start(String threadName) throws IOException {
        return EventLoop.start(source.open(), new LoopSettings(threadName, exceptionHandler, budget, daemon, patience));
    }

    String name() {
        return name;
    }

    EventSourceBuilder source() {
        return source;
    }
}
