package dev.vigil.selector.application;

/** An application of selectors. */
interface Application {
    /** What a server answers to any request. */
    String TEXT = "served";

    /**
     * Starts it on a port of the loopback interface that the system picks.
     *
     * @return the port
     */
    int start() throws Exception;

    /** Does what the application needs no outside client for. */
    default void work() throws Exception {}

    /** Stops it. */
    void stop() throws Exception;
}
