package dev.vigil.bench.relay;

import java.time.Duration;

/**
 * How a {@link RelayServer} works.
 *
 * @param backend the name of the backend, or null to leave the choice to the library
 * @param loops how many threads, each with a source of its own
 * @param bufferBytes how many bytes each direction of a connection may hold
 * @param memoryBytes how many bytes all connections together may hold
 * @param idleTimeout when to end connections that move nothing, zero for never
 * @param connectTimeout how long to wait for each address of the destination, zero for as long as the system does
 * @param maxConnections how many connections there may be at once; more are closed
 * @param keepAlive whether the system looks from time to time if a silent peer is still there
 * @param header what the destination is sent first
 */
public record RelaySettings(
        String backend,
        int loops,
        long bufferBytes,
        long memoryBytes,
        Duration idleTimeout,
        Duration connectTimeout,
        int maxConnections,
        boolean keepAlive,
        ProxyHeader header) {
    private static final long DEFAULT_BUFFER = 1024 * 1024;
    private static final long DEFAULT_MEMORY = 128L * 1024 * 1024;

    /** Those that the command has when it is given none. */
    public static final RelaySettings DEFAULT = new RelaySettings(
            null,
            1,
            DEFAULT_BUFFER,
            DEFAULT_MEMORY,
            Duration.ZERO,
            Duration.ofSeconds(10),
            Integer.MAX_VALUE,
            true,
            ProxyHeader.NONE);

    public RelaySettings withBackend(String name) {
        return new RelaySettings(
                name, loops, bufferBytes, memoryBytes, idleTimeout, connectTimeout, maxConnections, keepAlive, header);
    }

    public RelaySettings withLoops(int number) {
        return new RelaySettings(
                backend,
                number,
                bufferBytes,
                memoryBytes,
                idleTimeout,
                connectTimeout,
                maxConnections,
                keepAlive,
                header);
    }

    /** Sets the depth of the pipeline; the memory grows with it where it would not hold one buffer for each loop. */
    public RelaySettings withBuffer(long bytes) {
        return new RelaySettings(
                backend,
                loops,
                bytes,
                Math.max(memoryBytes, bytes * loops),
                idleTimeout,
                connectTimeout,
                maxConnections,
                keepAlive,
                header);
    }
}
