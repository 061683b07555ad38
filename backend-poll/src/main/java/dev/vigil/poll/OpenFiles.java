package dev.vigil.poll;

import dev.vigil.posix.DescriptorStatus;
import dev.vigil.posix.DescriptorType;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.posix.FileWitness;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Which open files the numbers of one source stood for when they were added. poll(2) knows numbers only, so this is asked when a
 * number is added, comes back or is woken from a pause, and never by a wait.
 *
 * <p>A socket has an inode of its own, and the ends of a pipe share one that nobody else has: device and inode tell them. Of all
 * others any number of open files may share one. On Linux a {@link FileWitness} tells those apart, opened when the first of them
 * is added. Elsewhere, and where it cannot be had (epoll is denied, or no descriptor is left), device and inode have to do.
 */
final class OpenFiles {
    /** The device of all pipes that have no name. */
    private final long pipes;

    private volatile FileWitness witness;

    OpenFiles(long pipes) {
        this.pipes = pipes;
    }

    /**
     * Finds out what a number stands for, and remembers it.
     *
     * @throws IllegalArgumentException if it is of a kind that is always ready
     * @throws IOException if it is not open
     */
    OpenFile add(int fd) throws IOException {
        DescriptorStatus status = DescriptorStatus.of(fd);
        boolean hasOwnInode = status.type() == DescriptorType.SOCKET
                || (status.type() == DescriptorType.FIFO && status.device() == pipes);
        return hasOwnInode ? new OpenFile(status, false) : addShared(fd, status);
    }

    /**
     * Takes what belongs to a mechanism over this one: nobody closes it behind that one's back, so it need not be remembered. And must
     * not, where it is an epoll set: each event in it would go on into the set that remembers.
     */
    static OpenFile addOwn(int fd) throws IOException {
        return new OpenFile(DescriptorStatus.of(fd), false);
    }

    private OpenFile addShared(int fd, DescriptorStatus status) throws IOException {
        boolean onDisk = status.type() == DescriptorType.REGULAR || status.type() == DescriptorType.DIRECTORY;
        FileWitness asked = onDisk ? witnessOfFiles() : witnessIfAny();
        int errno = asked == null ? Errno.EPERM : asked.remember(fd);
        boolean remembered = errno == 0 || errno == Errno.EEXIST;
        if (onDisk && errno == Errno.EPERM) {
            throw new IllegalArgumentException("descriptor " + fd + " is a "
                    + (status.type() == DescriptorType.REGULAR ? "regular file" : "directory")
                    + ", which is always ready: read and write it directly");
        }
        if (errno == Errno.EBADF || (onDisk && !remembered)) {
            throw Errors.failure("epoll_ctl", "ADD", fd, errno);
        }
        return new OpenFile(status, remembered);
    }

    /** Remembers a file that was removed and comes back. */
    OpenFile addAgain(OpenFile file, int fd) {
        if (!file.witnessed()) {
            return file;
        }
        FileWitness asked = witnessIfAny();
        int errno = asked == null ? Errno.EPERM : asked.remember(fd);
        return errno == 0 || errno == Errno.EEXIST ? file : new OpenFile(file.status(), false);
    }

    void remove(OpenFile file, int fd) {
        if (file.witnessed()) {
            witness.forget(fd);
        }
    }

    /**
     * Whether a number stands for another open file now.
     *
     * @throws IOException if it is not open
     */
    boolean isReplaced(OpenFile file, int fd) throws IOException {
        if (file.witnessed()) {
            int errno = witness.remember(fd);
            if (errno == Errno.EBADF) {
                throw Errors.failure("epoll_ctl", "ADD", fd, errno);
            }
            if (errno == 0) {
                witness.forget(fd);
            }
            if (errno != Errno.ELOOP) {
                return errno != Errno.EEXIST;
            }
            // A set of sets is looked through for circles before it is looked for.
        }
        return !file.status().isOf(fd);
    }

    /** What is called a file may be one of the kernel's own, such as /proc/self/mounts, that tells of its changes. */
    private FileWitness witnessOfFiles() throws IOException {
        try {
            return witness();
        } catch (ErrnoException e) {
            if (e.isShortage()) {
                throw e;
            }
            return null;
        }
    }

    private FileWitness witnessIfAny() {
        try {
            return witness();
        } catch (IOException e) {
            return null;
        }
    }

    private FileWitness witness() throws IOException {
        if (witness == null && FileWitness.isPossible()) {
            open();
        }
        return witness;
    }

    private synchronized void open() throws IOException {
        if (witness == null) {
            witness = FileWitness.open();
        }
    }

    /** When no call is under way or will come. */
    void close() {
        try {
            if (witness != null) {
                witness.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
