package dev.vigil.relay;

/** How a pair ended. */
public enum RelayOutcome {
    /** Both directions came to their end, and every byte before was delivered. */
    FINISHED,

    /** One end was reset, disappeared or failed otherwise. */
    FAILED,

    /** No byte moved for as long as the idle timeout. */
    IDLE,

    /**
     * The destination could not be reached: refused, unreachable, or no descriptor left; or it was reset before the connection was seen
     * to stand. The first end is closed, having got nothing.
     */
    CONNECT_FAILED,

    /** The destination did not answer within the connect timeout. */
    CONNECT_TIMED_OUT,

    /** Closed by this side: {@link RelayPair#close()}, or the relay was closed. */
    CUT
}
