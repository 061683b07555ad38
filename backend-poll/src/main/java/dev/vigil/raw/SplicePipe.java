package dev.vigil.raw;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.HasDescriptor;
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

    /** The most that needs no privilege unless the administrator says otherwise; refused, the pipe holds 64 KiB. */
    private static final int SIZE = 1024 * 1024;

    private final PipeEnds ends;

    private SplicePipe() throws IOException {
        ends = Descriptors.pipe();
        LibC.fcntl(ends.writeEnd(), F_SETPIPE_SZ, SIZE);
    }

    @Override
    public long fill(RelayEnd from, long most) throws IOException {
        return Descriptors.splice(((HasDescriptor) from).fd(), ends.writeEnd(), most);
    }

    @Override
    public long drain(RelayEnd to, long most) throws IOException {
        return Descriptors.splice(ends.readEnd(), ((HasDescriptor) to).fd(), most);
    }

    @Override
    public void close() throws IOException {
        ends.close();
    }

    /** Whether bytes can be spliced between two ends: both have descriptors of kinds that can be spliced. */
    static Factory between(boolean canSplice, RelayEnd other) {
        return canSplice && other instanceof Spliceable spliceable && spliceable.canSplice() ? FACTORY : null;
    }

    /** An end with a descriptor. */
    interface Spliceable extends HasDescriptor {
        boolean canSplice();
    }
}
