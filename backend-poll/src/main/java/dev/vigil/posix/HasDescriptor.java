package dev.vigil.posix;

import java.io.IOException;

/**
 * Something that says by itself which descriptor it stands on. A channel of one's own that implements this is accepted by
 * the native backends, whoever made it.
 */
public interface HasDescriptor {

    /**
     * The descriptor.
     *
     * @return the descriptor, open as long as this is
     * @throws IOException if this is closed
     */
    int fd() throws IOException;
}
