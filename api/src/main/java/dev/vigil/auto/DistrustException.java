package dev.vigil.auto;

import java.io.IOException;

/** A file is there that somebody else may have written. It is neither read nor replaced. */
final class DistrustException extends IOException {
    private static final long serialVersionUID = 1L;

    DistrustException(String message) {
        super(message);
    }
}
