package dev.vigil.stream;

import dev.vigil.loop.EventLoop;
import java.io.IOException;

/** Gives each new connection its handler. */
@FunctionalInterface
public interface StreamFactory {
    /**
     * Makes the handler of a stream that is about to begin. Runs on the thread of the loop. May write to the stream: that goes out
     * when it begins.
     *
     * @param loop the loop of the stream
     * @param stream the stream
     * @return the handler
     * @throws IOException as whatever else it throws: the connection is closed then
     */
    StreamHandler handlerOf(EventLoop loop, Stream stream) throws IOException;
}
