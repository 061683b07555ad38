package dev.vigil.raw;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.LibC;
import dev.vigil.posix.PipeEnds;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A pipe that bytes are spliced into and out of. Linux.
 *
 * <p>A system may refuse: seccomp, an old kernel, a socket of a kind that is not spliced. Reading and writing are not refused then, so
 * bytes are copied: those that are in the pipe already are copied out of it.
 */
final class SplicePipe implements RelayPipe {
    /** Opens one, or fails where there is no such thing. */
    static final Factory FACTORY = SplicePipe::open;

    private static final String CALL = "splice";

    /** From {@code <linux/fcntl.h>}: F_LINUX_SPECIFIC_BASE + 7. */
    private static final int F_SETPIPE_SZ = 1031;

    /** The most that needs no privilege unless the administrator says otherwise. */
    private static final int SIZE = 1024 * 1024;

    /** What a pipe holds if nobody asks for more. */
    private static final int USUAL_SIZE = 64 * 1024;

    /** Whether the system was heard to splice nothing at all. Tests take that back. */
    static volatile boolean denied;

    private final PipeEnds ends;
    private final SpareDescriptor spare;

    /** Whether something was refused: then this pipe takes nothing more. */
    private boolean refused;

    /** What was copied out of the pipe, and was not taken yet; or null. */
    private ByteBuffer copied;

    private static SplicePipe open() throws IOException {
        try {
            return new SplicePipe();
        } catch (UnsatisfiedLinkError e) {
            // The ends are channels, which do without native calls.
            throw unsupported(e);
        }
    }

    private SplicePipe() throws IOException {
        requireAllowed();
        ends = Descriptors.pipe();
        try {
            enlarge(ends.writeEnd());
            spare = new SpareDescriptor(ends.readEnd());
        } catch (Throwable e) {
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
        requireAllowed();
        try {
            return spliceFrom(from, most);
        } catch (ErrnoException e) {
            if (e.isShortage()) {
                return 0;
            }
            if (!isRefusal(e)) {
                throw e;
            }
            refused = true;
            if (e.call().equals(CALL) && e.errno() != Errno.EINVAL) {
                denied = true;
            }
            throw unsupported(e);
        }
    }

    private long spliceFrom(RelayEnd from, long most) throws IOException {
        Spliceable end = Spliceable.of(from);
        int fd = end.lend(spare);
        long moved = 0;
        try {
            moved = Descriptors.splice(fd, ends.writeEnd(), most);
        } finally {
            takeBack(end, moved);
        }
        return moved;
    }

    /** What was moved must not be lost to an error of this. Then the number goes on standing for that end until this is closed. */
    private void takeBack(Spliceable end, long moved) throws IOException {
        try {
            end.takeBack(spare);
        } catch (IOException e) {
            if (moved <= 0) {
                throw e;
            }
            refused = true;
        }
    }

    @Override
    public long drain(RelayEnd to, long most) throws IOException {
        if (copied == null) {
            try {
                return spliceTo(to, most);
            } catch (ErrnoException e) {
                // A packet filter says EPERM too; then writing says the same.
                if (!isRefusal(e) && !e.isShortage()) {
                    throw e;
                }
                copied = ByteBuffer.allocate(USUAL_SIZE).flip();
                refused |= isRefusal(e);
            }
        }
        long count = copyTo(to, most);
        if (!refused && !copied.hasRemaining()) {
            copied = null;
        }
        return count;
    }

    private long spliceTo(RelayEnd to, long most) throws IOException {
        Spliceable end = Spliceable.of(to);
        int fd = end.lend(spare);
        long moved = 0;
        try {
            moved = Descriptors.splice(ends.readEnd(), fd, most);
        } finally {
            takeBack(end, moved);
        }
        return moved;
    }

    private long copyTo(RelayEnd to, long most) throws IOException {
        long count = 0;
        while (count < most) {
            if (!copied.hasRemaining()) {
                copied.clear().limit((int) Math.min(most - count, copied.capacity()));
                try {
                    Descriptors.read(ends.readEnd(), copied);
                } finally {
                    copied.flip();
                }
            }
            count += to.write(copied);
            if (copied.hasRemaining()) {
                break;
            }
        }
        return count;
    }

    private void requireAllowed() {
        if (refused || denied) {
            throw unsupported(null);
        }
    }

    /** Whether the call is what is refused, and not the stream broken. */
    private static boolean isRefusal(ErrnoException e) {
        int errno = e.errno();
        return errno == Errno.ENOSYS || errno == Errno.EPERM || errno == Errno.EACCES || errno == Errno.EINVAL;
    }

    private static UnsupportedOperationException unsupported(Throwable cause) {
        return new UnsupportedOperationException("bytes are not spliced here: they are copied", cause);
    }

    @Override
    public void close() throws IOException {
        try (ends) {
            spare.close();
        }
    }

    /** What opens pipes between two ends, or null if bytes cannot be spliced between them. */
    static Factory between(RelayEnd one, RelayEnd other) {
        return !denied && Spliceable.of(one) != null && Spliceable.of(other) != null ? FACTORY : null;
    }
}
