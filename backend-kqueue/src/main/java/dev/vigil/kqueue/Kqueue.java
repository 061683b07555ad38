package dev.vigil.kqueue;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.Errors;
import java.io.IOException;

/**
 * One open queue: kqueue() and kevent() with their results checked.
 *
 * @param library where it came from
 * @param system how to talk to it
 * @param fd its descriptor
 */
record Kqueue(KqueueLibrary library, KqueueSystem system, int fd) {

    /** Opens a queue that no child inherits: kqueue(2) says so of fork, and it is closed on exec. */
    static Kqueue open(KqueueLibrary library, KqueueSystem system) throws IOException {
        int fd = Errors.check("kqueue", library.kqueue());
        Kqueue queue = new Kqueue(library, system, fd);
        try {
            Descriptors.setCloseOnExec(fd, true);
        } catch (Throwable e) {
            queue.close();
            throw e;
        }
        return queue;
    }

    /**
     * Submits changes, each with EV_RECEIPT, and leaves the answers in the list. Without a receipt for every change an error
     * would end the call, and the changes behind it would not be made.
     */
    void submit(ChangeList changes) throws IOException {
        int count = changes.count();
        if (count == 0) {
            return;
        }
        int answered = library.kevent(fd, changes.pointer(), count, changes.receipts(), count, changes.noTime());
        if (answered < 0) {
            int errno = Errno.last();
            // kqueue(2): after EINTR all changes have been made; making them again could undo somebody else's.
            if (errno != Errno.EINTR) {
                throw Errors.failure("kevent", fd, errno);
            }
            changes.answered(0);
        } else {
            changes.answered(answered);
        }
    }

    void close() {
        library.close(fd);
    }
}
