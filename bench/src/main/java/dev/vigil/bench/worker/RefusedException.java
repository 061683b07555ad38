package dev.vigil.bench.worker;

/** A request that a worker does not do, or a round that failed; the message is the reply. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
