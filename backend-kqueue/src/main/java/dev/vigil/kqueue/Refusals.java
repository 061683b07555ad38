package dev.vigil.kqueue;

import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.DescriptorType;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import dev.vigil.spi.Watch;
import java.io.IOException;

/** What becomes of the errno that a change ended with. */
final class Refusals {
    private Refusals() {}

    /** EVFILT_READ of a file tells whether there is more behind its position, which is not what other backends mean. */
    static void requireWatchable(Watch watch, DescriptorStatus status) {
        if (status.type() == DescriptorType.REGULAR || status.type() == DescriptorType.DIRECTORY) {
            throw new IllegalArgumentException("descriptor " + watch.fd() + " is a "
                    + (status.type() == DescriptorType.REGULAR ? "regular file" : "directory")
                    + ", which is always ready: read and write it directly");
        }
    }

    /** The exception for a change that was not made. */
    static IOException of(Watch watch, String filter, int errno) throws IOException {
        if (errno == Errno.EBADF || errno == Errno.ENOMEM || errno == Errno.EPIPE) {
            return Errors.failure("kevent", "ADD " + filter, watch.fd(), errno);
        }
        throw new IllegalArgumentException("kqueue cannot watch descriptor " + watch.fd() + " ("
                + DescriptorStatus.of(watch.fd()).type()
                + ") for " + filter + ": " + Errno.name(errno)
                + "; regular files cannot be watched for writing, and macOS watches no terminals and few devices:"
                + " let a thread of its own copy such a descriptor into a pipe, and register the pipe");
    }
}
