package dev.vigil.spi;

import java.io.IOException;

/** A mechanism cannot go on, for instance because a thread of its own died. The source closes and throws this. */
public final class MechanismFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what failed
     * @param cause why, or null
     */
    public MechanismFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
