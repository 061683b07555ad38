package dev.vigil.raw;

import dev.vigil.relay.RelayEnd;
import java.io.IOException;

/** The descriptor of an end whose bytes can stay in the kernel. */
interface Spliceable {

    /** That of an end, or null if it has none: its bytes cannot stay there. */
    static Spliceable of(RelayEnd end) {
        if (end instanceof SocketEnd socket) {
            return socket;
        }
        return end instanceof DescriptorEnd descriptor ? descriptor.splicing : null;
    }

    /**
     * Lends a descriptor that stands for this end, whatever is closed meanwhile, until {@link #takeBack}.
     *
     * @param spare a number that may be made to stand for it
     * @throws IOException if this end is closed; nothing is to be taken back then
     */
    int lend(SpareDescriptor spare) throws IOException;

    void takeBack(SpareDescriptor spare) throws IOException;
}
