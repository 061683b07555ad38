package dev.vigil.trust;

/** What a script has found: something that the model cannot explain. */
final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1;

    Finding(String message) {
        super(message);
    }

    Finding(String message, Throwable cause) {
        super(message, cause);
    }
}
