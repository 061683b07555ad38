package dev.vigil;

/** The source was closed, before the call or during it. */
public final class ClosedEventSourceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public ClosedEventSourceException() {
        super("the event source is closed");
    }
}
