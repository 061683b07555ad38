package dev.vigil.kqueue;

import dev.vigil.Interest;
import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.DescriptorType;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.LibC;
import dev.vigil.spi.Watch;
import java.io.IOException;

/** Which end of a pipe a descriptor is. Asked only when it has ended. */
final class PipeEnd {
    private PipeEnd() {}

    /**
     * Whether it is the end to write to. Its reader is gone then: that is an error, since the next write fails (EPIPE), and no
     * hang-up. Where pipes go both ways (FreeBSD) both ends can be written to, and the interest tells which end is meant.
     */
    static boolean isWriter(Watch watch) throws IOException {
        if (DescriptorStatus.of(watch.fd()).type() != DescriptorType.FIFO) {
            return false;
        }
        int mode = LibC.fcntl(watch.fd(), FcntlConstants.F_GETFL, 0) & FcntlConstants.O_ACCMODE;
        if (mode == FcntlConstants.O_RDWR) {
            Interest interest = watch.interest();
            return interest.isWrite() && !interest.isRead();
        }
        return mode == FcntlConstants.O_WRONLY;
    }
}
