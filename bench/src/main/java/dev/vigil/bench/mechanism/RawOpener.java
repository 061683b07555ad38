package dev.vigil.bench.mechanism;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import java.io.IOException;

/** Opens pairs as raw descriptors, by pipe2 and socketpair. */
final class RawOpener implements Pairs.Opener {
    @Override
    public Pair open(Pairs.Kind kind) throws IOException {
        if (kind == Pairs.Kind.PIPE) {
            PipeEnds pipe = Descriptors.pipe();
            return new Pair(pipe.readEnd(), pipe.writeEnd(), null, null);
        }
        SocketPair sockets = Sockets.pair();
        return new Pair(sockets.first(), sockets.second(), null, null);
    }

    @Override
    public void close(Pair pair) throws IOException {
        Descriptors.close(pair.watched());
        Descriptors.close(pair.other());
    }

    @Override
    public void close() {}
}
