package dev.vigil.trust;

/** What a script does to an open file, rather than to its registration. */
public enum Act {
    /** Gives the near end something to read. */
    SEND,
    /** Reads at the near end until nothing is left. */
    DRAIN,
    /** Writes at the near end until it takes no more. */
    FILL,
    /** Takes what was filled in. */
    RELIEVE,
    /** The near end will write no more. */
    SHUT_NEAR,
    /** The far end will write no more. */
    SHUT_FAR,
    /** Closes the far end. */
    CLOSE_FAR,
    /** Sends urgent data to the near end. */
    URGENT,
    /** Resets the connection from the far end. */
    RESET
}
