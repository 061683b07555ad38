package dev.vigil.epoll;

import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeFunction;
import dev.vigil.posix.NativeLibrary;
import java.io.IOException;
import java.util.function.Supplier;

/** The calls of {@code <sys/epoll.h>}, and the one place where their failures become errors. */
final class LibEpoll {
    /** What is called. */
    interface Functions {
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

    static final Functions C = NativeLibrary.load(Functions.class, new Binding());

    private LibEpoll() {}

    /** Binds them, when native calls can be made. */
    private static final class Binding implements Supplier<Functions> {
        @Override
        public Functions get() {
            return new DirectFunctions();
        }
    }

    /** By the addresses of the functions. */
    private static final class DirectFunctions implements Functions {
        private static final NativeFunction CREATE = NativeFunction.ofC("epoll_create1", 1);
        private static final NativeFunction CONTROL = NativeFunction.ofC("epoll_ctl", 4);
        private static final NativeFunction WAIT = NativeFunction.ofC("epoll_wait", 4);
        private static final NativeFunction PRECISE_WAIT = NativeFunction.ofC("epoll_pwait2", 5);
        private static final NativeFunction DUPLICATE = NativeFunction.ofC("dup3", 3);

        @Override
        public int epoll_create1(int flags) {
            return (int) CREATE.call(flags);
        }

        @Override
        public int epoll_ctl(int epfd, int op, int fd, long event) {
            return (int) CONTROL.call(epfd, op, fd, event);
        }

        @Override
        public int epoll_wait(int epfd, long events, int maxEvents, int timeoutMillis) {
            return (int) WAIT.call(epfd, events, maxEvents, timeoutMillis);
        }

        @Override
        public int epoll_pwait2(int epfd, long events, int maxEvents, long timespec, long signals) {
            return (int) PRECISE_WAIT.call(epfd, events, maxEvents, timespec, signals);
        }

        @Override
        public int dup3(int from, int onto, int flags) {
            return (int) DUPLICATE.call(from, onto, flags);
        }
    }

    static int create(Functions library) throws IOException {
        return Errors.check("epoll_create1", library.epoll_create1(EpollConstants.EPOLL_CLOEXEC));
    }

    static void replace(Functions library, int from, int onto) throws IOException {
        Errors.check("dup3", onto, library.dup3(from, onto, EpollConstants.EPOLL_CLOEXEC));
    }
}
