package dev.vigil.contract;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A descriptor and what makes it ready: the near end is watched, the far end belongs to the test. What a kind cannot do throws
 * {@link UnsupportedOperationException}; {@link Trait}s tell beforehand.
 */
public abstract class Link implements Closeable {
    /** Registers the near end. */
    public abstract Registration register(EventSource source, Interest interest, EventHandler handler)
            throws IOException;

    /** Gives the near end something to read: a byte, a message, a count, an expiration, a connection. */
    public void makeReadable() throws IOException {
        throw cannot("become readable");
    }

    /** Reads at the near end until nothing is left. */
    public void drain() throws IOException {
        throw cannot("be drained");
    }

    /** Writes at the near end until it takes no more. */
    public void fill() throws IOException {
        throw cannot("be filled");
    }

    /** Takes what {@link #fill} wrote, so that the near end is writable again. */
    public void relieve() throws IOException {
        throw cannot("be relieved");
    }

    /** Writes at the far end; returns how many bytes were taken. */
    public int send(ByteBuffer bytes) throws IOException {
        throw cannot("send");
    }

    /** Reads once at the near end; returns how many bytes came, 0 for none now, -1 at the end. */
    public int receive(ByteBuffer bytes) throws IOException {
        throw cannot("receive");
    }

    /** Writes once at the near end; returns how many bytes were taken. */
    public int write(ByteBuffer bytes) throws IOException {
        throw cannot("write");
    }

    /** The far end will write no more. */
    public void shutFar() throws IOException {
        throw cannot("half-close");
    }

    /** The near end will write no more. */
    public void shutNear() throws IOException {
        throw cannot("half-close");
    }

    /** Closes the far end. */
    public void closeFar() throws IOException {
        throw cannot("close its far end");
    }

    /** Has the near end go by another number, one that is free. */
    public void moveTo(int number) throws IOException {
        throw cannot("go by another number");
    }

    /** Closes the near end, registered or not. */
    public abstract void closeNear() throws IOException;

    /** Closes whatever end is open. */
    @Override
    public abstract void close() throws IOException;

    private UnsupportedOperationException cannot(String what) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " cannot " + what);
    }
}
