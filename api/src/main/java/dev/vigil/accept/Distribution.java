package dev.vigil.accept;

import java.io.IOException;

/** How connections get from the listeners of an acceptor to its loops. */
interface Distribution {
    /** Begins to accept. */
    void start() throws IOException;

    /**
     * Accepts no more. When this returns no thread is in a system call with a listener, so that one which is closed then is gone at
     * once. Connections accepted by then are still handed on. By any thread, once.
     */
    void stop();
}
