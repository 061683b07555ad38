package dev.vigil.contract;

/** What the near end of a {@link Link} can do, and what can be done to it. */
public enum Trait {
    /** Becomes readable on demand, and silent when drained. */
    READ,
    /** Is writable. */
    WRITE,
    /** Can be filled until it is not writable, and relieved. */
    FILL,
    /** Carries bytes in order from the far end: {@link Link#send} and {@link Link#receive}. */
    STREAM,
    /** Sees when the far end is closed: reads end of file, or cannot write any more. */
    END,
    /** Each end can shut the direction it writes to. */
    HALF_CLOSE,
    /** Its two ends are of one machine and know all about each other: pipes, unix sockets. */
    LOCAL,
    /** Is registered by its number. */
    DESCRIPTOR,
    /** Is registered as a channel. */
    CHANNEL
}
