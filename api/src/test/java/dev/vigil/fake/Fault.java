package dev.vigil.fake;

/** Something that a {@link FakeMechanism} does on request. */
public enum Fault {
    // What a source has to put up with.

    /** Every other wait that may block is cut short by a signal. */
    INTERRUPTED,
    /** A wait brings one event, whatever the limit. */
    SHORT_BATCH,
    /** Every third wait brings the word of a registration that has ended. */
    STALE_WORD,
    /** With what was asked for, all else that is true of a descriptor is told. */
    UNMASKED,

    // What breaks the contract.

    /** A level registration is told of a state once. */
    LEVEL_TOLD_ONCE,
    /** An edge registration is told of a state in every wait. */
    EDGE_TOLD_AGAIN,
    /** A one-shot that has fired is still watched. */
    ONE_SHOT_WATCHED_ON,
    /** A paused registration is still watched. */
    PAUSED_WATCHED_ON,
    /** A change does not look at the state. */
    CHANGE_DOES_NOT_LOOK,
    /** Each direction is an event of its own. */
    DIRECTIONS_APART,
    /** What this side has shut counts as a hang-up. */
    OWN_SHUTDOWN_IS_HANGUP,
    /** The end of the peer's stream is not told. */
    READ_CLOSED_LOST,
    /** A hang-up is not told. */
    HANGUP_LOST,
    /** A full descriptor is told to be writable. */
    ALWAYS_WRITABLE,
    /** A registration that ended is still watched. */
    REMOVED_WATCHED_ON,
    /** A number is taken for the file it stood for at first. */
    REPLACEMENT_UNNOTICED,
    /** One event in ten is lost. */
    EVENTS_LOST
}
