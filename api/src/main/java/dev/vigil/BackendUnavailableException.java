package dev.vigil;

/**
 * No backend could be opened, or not the one that was asked for. The message lists every backend with its state and reason;
 * the causes are suppressed exceptions.
 */
public final class BackendUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked for, and the state of every backend
     */
    public BackendUnavailableException(String message) {
        super(message);
    }
}
