package dev.vigil.bench.run;

import java.io.IOException;

/** A worker refused a request, failed at a round, or died. */
public final class WorkerException extends IOException {
    private static final long serialVersionUID = 1;

    WorkerException(String message) {
        super(message);
    }
}
