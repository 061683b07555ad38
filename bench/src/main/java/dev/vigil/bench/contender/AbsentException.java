package dev.vigil.bench.contender;

/** A contender can't take part here; the message says why. */
final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    AbsentException(String message) {
        super(message);
    }
}
