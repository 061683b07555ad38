package dev.vigil.accept;

import dev.vigil.loop.EventLoop;
import java.io.IOException;

/**
 * Takes a new connection.
 *
 * @param <C> what a connection is: a channel, or whatever the {@link Listener} makes of it
 */
@FunctionalInterface
public interface AcceptHandler<C> {
    /**
     * Takes a new connection: from here on it is the handler's to close. Runs on the thread of the loop that the connection
     * fell to.
     *
     * @param loop that loop, to register the connection with
     * @param connection the connection, non-blocking
     * @throws IOException as whatever else it throws: the acceptor then closes the connection, the exception goes to the
     *     {@link dev.vigil.loop.LoopExceptionHandler} of the loop, and the next connection is accepted
     */
    void onAccept(EventLoop loop, C connection) throws IOException;
}
