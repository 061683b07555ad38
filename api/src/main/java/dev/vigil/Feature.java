package dev.vigil;

/**
 * Something that a backend can do and another may not. Level and one-shot delivery of {@link Interest#READ} and
 * {@link Interest#WRITE} is what every backend does, and so no feature.
 */
public enum Feature {
    /** {@link Interest#edge()}. */
    EDGE("edge"),
    /** {@link Interest#exclusive()} and {@link Registration#rotate()}. */
    EXCLUSIVE("exclusive"),
    /** {@link Interest#PRIORITY}. */
    PRIORITY("priority"),
    /** {@link Interest#READ_CLOSED}, and hang-up and error told apart from readable and writable. */
    READ_CLOSED("read-closed"),
    /** Raw file descriptors. */
    DESCRIPTORS("descriptors"),
    /** {@link java.nio.channels.SelectableChannel}. */
    CHANNELS("channels"),
    /** Timeouts below a millisecond. Without it they are rounded up to the next one. */
    NANOSECONDS("nanoseconds"),
    /** Several threads wait in the kernel at once. Without it one waits and the others queue behind it. */
    MANY_WAITERS("many-waiters"),
    /**
     * The source has a descriptor of its own, {@link EventSource#fd()}, that another source can watch: readable while a poll would
     * find something, and the same for the life of the source.
     */
    NESTING("nesting");

    private final String label;

    Feature(String label) {
        this.label = label;
    }

    /** The name as it stands in messages and on the command line. */
    @Override
    public String toString() {
        return label;
    }
}
