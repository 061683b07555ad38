package dev.vigil.bench.mechanism;

import java.io.Closeable;
import java.io.IOException;

/** The descriptors of one scenario. */
public final class Pairs implements Closeable {
    /** What sort of kernel object is watched. */
    public enum Kind {
        /** The read end of a pipe. */
        PIPE,
        /** One end of a pair of AF_UNIX stream sockets. */
        SOCKET
    }

    /** Opens pairs, all ends non-blocking. */
    public interface Opener extends Closeable {
        Pair open(Kind kind) throws IOException;

        /** Closes both ends of a pair. */
        void close(Pair pair) throws IOException;

        /** Ends the opener, not the pairs. */
        @Override
        void close() throws IOException;
    }

    private final Opener opener;
    private final Pair[] all;
    private int opened;

    /** Opens {@code count} pairs, or none and throws. */
    public static Pairs open(Opener opener, int count, Kind kind) throws IOException {
        Pairs pairs = new Pairs(opener, count);
        try {
            while (pairs.opened < count) {
                pairs.all[pairs.opened] = opener.open(kind);
                pairs.opened++;
            }
            return pairs;
        } catch (IOException | RuntimeException e) {
            pairs.close();
            throw e;
        }
    }

    private Pairs(Opener opener, int count) {
        this.opener = opener;
        this.all = new Pair[count];
    }

    public int count() {
        return all.length;
    }

    public Pair get(int index) {
        return all[index];
    }

    @Override
    public void close() throws IOException {
        try (opener) {
            while (opened > 0) {
                opener.close(all[--opened]);
            }
        }
    }
}
