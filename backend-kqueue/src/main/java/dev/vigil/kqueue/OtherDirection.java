package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_ADD;
import static dev.vigil.kqueue.KeventConstants.EV_DELETE;
import static dev.vigil.kqueue.KeventConstants.EV_EOF;
import static dev.vigil.kqueue.KeventConstants.EV_ERROR;
import static dev.vigil.kqueue.KeventConstants.EV_ONESHOT;

import dev.vigil.posix.Errno;
import java.io.IOException;

/**
 * Tells a hang-up from the end of one direction. EV_EOF speaks for one filter: on EVFILT_READ it can mean that the peer will
 * send no more, on EVFILT_WRITE that this side has shut down. Whether the other direction has ended too is asked of a second
 * queue, which is empty but for that question.
 *
 * <p>poll(2) would not do: on macOS it is made of the same filters and calls a half-close POLLHUP.
 *
 * <p>The one lock on a polling thread: held for calls that do not block, only after EV_EOF.
 */
final class OtherDirection {
    private final Kqueue queue;
    private final KqueueSystem system;

    private OtherDirection(Kqueue queue) {
        this.queue = queue;
        this.system = queue.system();
    }

    /** Opened with the source, so that nothing is short when a descriptor ends. */
    static OtherDirection open(KqueueLibrary library, KqueueSystem system) throws IOException {
        return new OtherDirection(Kqueue.open(library, system));
    }

    /** Whether one direction of a descriptor, the filter's, has ended. A direction that cannot be watched is none. */
    synchronized boolean hasEnded(int fd, int filter) {
        KeventLayout layout = system.layout();
        try (ChangeList list = ChangeList.start(layout)) {
            layout.put(list.buffer(), 0, fd, filter, EV_ADD | EV_ONESHOT, 0, 0);
            int seen = queue.library().kevent(queue.fd(), list.pointer(), 1, list.receipts(), 1, list.noTime());
            if (seen == 1) {
                int at = list.answer(0);
                int flags = layout.flags(list.buffer(), at);
                if ((flags & EV_ERROR) != 0) {
                    return layout.data(list.buffer(), at) != Errno.EBADF;
                }
                return (flags & EV_EOF) != 0;
            }
            layout.put(list.buffer(), 0, fd, filter, EV_DELETE, 0, 0);
            queue.library().kevent(queue.fd(), list.pointer(), 1, 0, 0, list.noTime());
            return false;
        }
    }

    void close() {
        queue.close();
    }
}
