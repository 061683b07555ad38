package dev.vigil;

import java.io.IOException;

/** The code that runs when a descriptor is ready. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Acts on what was seen. Runs on the thread that polls. It may register, update, rearm and cancel any registration of
     * any source, wake and close the source; it may not poll its own source. While it runs, no other descriptor is served by
     * this thread, so it must not block.
     *
     * @param registration the registration whose descriptor is ready
     * @param ready what was seen; at least one flag is set
     * @throws IOException anything thrown ends the poll with this exception; the events of the batch that were not yet
     *     delivered are delivered by the next poll
     */
    void onReady(Registration registration, Readiness ready) throws IOException;
}
