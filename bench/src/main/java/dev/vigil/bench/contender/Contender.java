package dev.vigil.bench.contender;

import java.util.List;

/**
 * One that takes part.
 *
 * @param name as on the command line and in JSON
 * @param side whose it is
 * @param command starts its worker
 */
public record Contender(String name, Side side, List<String> command) {
    /** Whose a contender is. */
    public enum Side {
        /** One of Vigil's backends. */
        VIGIL,
        /** A library, the JDK, or a raw loop. */
        PEER,
        /** The same work without waiting. */
        FLOOR
    }

    /** Copies the command. */
    public Contender {
        command = List.copyOf(command);
    }
}
