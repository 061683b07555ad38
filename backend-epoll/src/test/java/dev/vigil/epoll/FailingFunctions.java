package dev.vigil.epoll;

import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The system's functions, some calls of which are refused. */
final class FailingFunctions implements LibEpoll.Functions {
    /** What comes before a call of epoll_ctl. */
    @FunctionalInterface
    interface Control {
        /** Returns the errno that refuses the call, or 0 to let it through. */
        int before(int epfd, int operation, int fd);
    }

    Control control = (epfd, operation, fd) -> 0;

    /** The errno that refuses new sets, or 0. */
    volatile int creation;

    @Override
    public int epoll_create1(int flags) {
        return creation != 0 ? refuse(creation) : LibEpoll.C.epoll_create1(flags);
    }

    @Override
    public int epoll_ctl(int epfd, int op, int fd, long event) {
        int errno = control.before(epfd, op, fd);
        return errno != 0 ? refuse(errno) : LibEpoll.C.epoll_ctl(epfd, op, fd, event);
    }

    private static int refuse(int errno) {
        LastError.setLastError(Runtime.getSystemRuntime(), errno);
        return -1;
    }

    @Override
    public int epoll_wait(int epfd, long events, int maxEvents, int timeoutMillis) {
        return LibEpoll.C.epoll_wait(epfd, events, maxEvents, timeoutMillis);
    }

    @Override
    public int epoll_pwait2(int epfd, long events, int maxEvents, long timespec, long signals) {
        return LibEpoll.C.epoll_pwait2(epfd, events, maxEvents, timespec, signals);
    }

    @Override
    public int dup3(int from, int onto, int flags) {
        return LibEpoll.C.dup3(from, onto, flags);
    }
}
