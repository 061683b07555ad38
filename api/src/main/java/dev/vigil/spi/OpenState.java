package dev.vigil.spi;

import dev.vigil.ClosedEventSourceException;

/** Whether a source is open. Once it is closing it never is again. */
final class OpenState {
    private volatile boolean open = true;

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    void require() {
        if (!open) {
            throw new ClosedEventSourceException();
        }
    }
}
