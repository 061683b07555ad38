package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The end of a connection that the system has no socket for, so that its pair ends as one that could not be connected. */
final class MissingEnd implements RelayEnd {
    private final IOException reason;

    MissingEnd(IOException reason) {
        this.reason = reason;
    }

    /** Loads this class. When it is needed no descriptor may be left, and loading takes one. */
    static void load() {}

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        throw reason;
    }

    @Override
    public boolean canRead() {
        return false;
    }

    @Override
    public boolean canWrite() {
        return false;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw reason;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw reason;
    }

    @Override
    public boolean endOutput() throws IOException {
        throw reason;
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public String toString() {
        return "nothing: " + reason.getMessage();
    }
}
