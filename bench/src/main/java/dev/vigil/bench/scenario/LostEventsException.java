package dev.vigil.bench.scenario;

/** A round whose events were not exactly those that there should be. */
public final class LostEventsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LostEventsException(String message) {
        super(message);
    }
}
