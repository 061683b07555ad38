package dev.vigil.epoll;

import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeLibrary;
import java.io.IOException;

/** The calls of {@code <sys/epoll.h>}, and the one place where their failures become errors. */
final class LibEpoll {
    /** Implemented by jnr-ffi from outside the module, and so public. */
    public interface Functions {
        /** {@code int epoll_create1(int flags)}. */
        int epoll_create1(int flags);

        /** {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}. */
        int epoll_ctl(int epfd, int op, int fd, long event);

        /** {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}. */
        int epoll_wait(int epfd, long events, int maxEvents, int timeoutMillis);

        /** {@code int epoll_pwait2(int, struct epoll_event *, int, const struct timespec *, const sigset_t *)}. */
        int epoll_pwait2(int epfd, long events, int maxEvents, long timespec, long signals);

        /** {@code int dup3(int oldfd, int newfd, int flags)} of {@code <unistd.h>}. */
        int dup3(int from, int onto, int flags);
    }

    static final Functions C = NativeLibrary.load(Functions.class);

    private LibEpoll() {}

    static int create(Functions library) throws IOException {
        return Errors.check("epoll_create1", library.epoll_create1(EpollConstants.EPOLL_CLOEXEC));
    }

    static void replace(Functions library, int from, int onto) throws IOException {
        Errors.check("dup3", onto, library.dup3(from, onto, EpollConstants.EPOLL_CLOEXEC));
    }
}
