package dev.vigil.raw;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.LibC;
import dev.vigil.posix.PipeEnds;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;

/** A pipe that bytes are spliced into and out of. Linux. */
final class SplicePipe implements RelayPipe {
    /** Opens one, or fails where there is no such thing. */
    static final Factory FACTORY = SplicePipe::new;

    /** From {@code <linux/fcntl.h>}: F_LINUX_SPECIFIC_BASE + 7. */
    private static final int F_SETPIPE_SZ = 1031;

    /** The most that needs no privilege unless the administrator says otherwise. */
    private static final int SIZE = 1024 * 1024;

    /** What a pipe holds if nobody asks for more. */
    private static final int USUAL_SIZE = 64 * 1024;

    private final PipeEnds ends;
    private final SpareDescriptor spare;

    private SplicePipe() throws IOException {
        ends = Descriptors.pipe();
        enlarge(ends.writeEnd());
        try {
            spare = new SpareDescriptor(ends.readEnd());
        } catch (IOException e) {
            ends.close();
            throw e;
        }
    }

    /** Refused above fs.pipe-max-size, and where this user's pipes would hold more than fs.pipe-user-pages-soft: then less. */
    private static void enlarge(int fd) {
        int size = SIZE;
        while (size > USUAL_SIZE && LibC.fcntl(fd, F_SETPIPE_SZ, size) < 0) {
            size /= 2;
        }
    }

    @Override
    public long fill(RelayEnd from, long most) throws IOException {
        Spliceable end = Spliceable.of(from);
        int fd = end.lend(spare);
        try {
            return Descriptors.splice(fd, ends.writeEnd(), most);
        } finally {
            end.takeBack(spare);
        }
    }

    @Override
    public long drain(RelayEnd to, long most) throws IOException {
        Spliceable end = Spliceable.of(to);
        int fd = end.lend(spare);
        try {
            return Descriptors.splice(ends.readEnd(), fd, most);
        } finally {
            end.takeBack(spare);
        }
    }

    @Override
    public void close() throws IOException {
        try (ends) {
            spare.close();
        }
    }

    /** What opens pipes between two ends, or null if bytes cannot be spliced between them. */
    static Factory between(RelayEnd one, RelayEnd other) {
        return Spliceable.of(one) != null && Spliceable.of(other) != null ? FACTORY : null;
    }
}
