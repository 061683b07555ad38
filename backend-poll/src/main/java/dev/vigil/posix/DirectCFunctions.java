package dev.vigil.posix;

/**
 * The functions of libc, called by their addresses. Those that C declares with {@code ...} say how many parameters come before
 * that: on macOS for aarch64 the others are passed on the stack, not in registers.
 */
final class DirectCFunctions implements CFunctions {
    private static final NativeFunction POLL = NativeFunction.ofC("poll", 3);
    private static final NativeFunction PPOLL = NativeFunction.ofC("ppoll", 4);
    private static final NativeFunction PIPE = NativeFunction.ofC("pipe", 1);
    private static final NativeFunction PIPE2 = NativeFunction.ofC("pipe2", 2);
    private static final NativeFunction READ = NativeFunction.ofC("read", 3);
    private static final NativeFunction WRITE = NativeFunction.ofC("write", 3);
    private static final NativeFunction CLOSE = NativeFunction.ofC("close", 1);
    private static final NativeFunction DUP2 = NativeFunction.ofC("dup2", 2);
    private static final NativeFunction DUP3 = NativeFunction.ofC("dup3", 3);
    private static final NativeFunction FCNTL = NativeFunction.variadicOfC("fcntl", 2, 3);
    private static final NativeFunction OPEN = NativeFunction.variadicOfC("open", 2, 3);
    private static final NativeFunction SPLICE = NativeFunction.ofC("splice", 6);
    private static final NativeFunction MMAP = NativeFunction.ofC("mmap", 6);
    private static final NativeFunction MUNMAP = NativeFunction.ofC("munmap", 2);
    private static final NativeFunction MKFIFO = NativeFunction.ofC("mkfifo", 2);
    private static final NativeFunction FSTAT = NativeFunction.ofC("fstat", 2);
    private static final NativeFunction FXSTAT = NativeFunction.ofC("__fxstat", 3);
    private static final NativeFunction EVENTFD = NativeFunction.ofC("eventfd", 2);
    private static final NativeFunction EPOLL_CREATE1 = NativeFunction.ofC("epoll_create1", 1);
    private static final NativeFunction EPOLL_CTL = NativeFunction.ofC("epoll_ctl", 4);
    private static final NativeFunction TIMERFD_CREATE = NativeFunction.ofC("timerfd_create", 2);
    private static final NativeFunction TIMERFD_SETTIME = NativeFunction.ofC("timerfd_settime", 4);
    private static final NativeFunction SOCKET = NativeFunction.ofC("socket", 3);
    private static final NativeFunction SOCKETPAIR = NativeFunction.ofC("socketpair", 4);
    private static final NativeFunction BIND = NativeFunction.ofC("bind", 3);
    private static final NativeFunction LISTEN = NativeFunction.ofC("listen", 2);
    private static final NativeFunction CONNECT = NativeFunction.ofC("connect", 3);
    private static final NativeFunction ACCEPT = NativeFunction.ofC("accept", 3);
    private static final NativeFunction ACCEPT4 = NativeFunction.ofC("accept4", 4);
    private static final NativeFunction GETSOCKNAME = NativeFunction.ofC("getsockname", 3);
    private static final NativeFunction GETPEERNAME = NativeFunction.ofC("getpeername", 3);
    private static final NativeFunction GETSOCKOPT = NativeFunction.ofC("getsockopt", 5);
    private static final NativeFunction SETSOCKOPT = NativeFunction.ofC("setsockopt", 5);
    private static final NativeFunction SHUTDOWN = NativeFunction.ofC("shutdown", 2);
    private static final NativeFunction SEND = NativeFunction.ofC("send", 4);
    private static final NativeFunction RECV = NativeFunction.ofC("recv", 4);
    private static final NativeFunction SENDTO = NativeFunction.ofC("sendto", 6);
    private static final NativeFunction RECVFROM = NativeFunction.ofC("recvfrom", 6);
    private static final NativeFunction SENDMMSG = NativeFunction.ofC("sendmmsg", 4);
    private static final NativeFunction RECVMMSG = NativeFunction.ofC("recvmmsg", 5);
    private static final NativeFunction IOCTL = NativeFunction.variadicOfC("ioctl", 2, 3);
    private static final NativeFunction TCGETATTR = NativeFunction.ofC("tcgetattr", 2);
    private static final NativeFunction POSIX_OPENPT = NativeFunction.ofC("posix_openpt", 1);
    private static final NativeFunction GRANTPT = NativeFunction.ofC("grantpt", 1);
    private static final NativeFunction UNLOCKPT = NativeFunction.ofC("unlockpt", 1);
    private static final NativeFunction PTSNAME_R = NativeFunction.ofC("ptsname_r", 3);

    @Override
    public int poll(long fds, long count, int timeoutMillis) {
        return (int) POLL.call(fds, count, timeoutMillis);
    }

    @Override
    public int ppoll(long fds, long count, long timeout, long signalMask) {
        return (int) PPOLL.call(fds, count, timeout, signalMask);
    }

    @Override
    public int pipe(long fds) {
        return (int) PIPE.call(fds);
    }

    @Override
    public int pipe2(long fds, int flags) {
        return (int) PIPE2.call(fds, flags);
    }

    @Override
    public long read(int fd, long address, long count) {
        return READ.call(fd, address, count);
    }

    @Override
    public long write(int fd, long address, long count) {
        return WRITE.call(fd, address, count);
    }

    @Override
    public int close(int fd) {
        return (int) CLOSE.call(fd);
    }

    @Override
    public int dup2(int fd, int number) {
        return (int) DUP2.call(fd, number);
    }

    @Override
    public int dup3(int fd, int number, int flags) {
        return (int) DUP3.call(fd, number, flags);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return (int) FCNTL.call(fd, command, argument);
    }

    @Override
    public int open(long path, int flags, int mode) {
        return (int) OPEN.call(path, flags, mode);
    }

    @Override
    public long splice(int fdIn, long offsetIn, int fdOut, long offsetOut, long count, int flags) {
        return SPLICE.call(fdIn, offsetIn, fdOut, offsetOut, count, flags);
    }

    @Override
    public long mmap(long wanted, long length, int protection, int flags, int fd, long offset) {
        return MMAP.call(wanted, length, protection, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return (int) MUNMAP.call(address, length);
    }

    @Override
    public int mkfifo(long path, int mode) {
        return (int) MKFIFO.call(path, mode);
    }

    @Override
    public int fstat(int fd, long stat) {
        return (int) FSTAT.call(fd, stat);
    }

    @Override
    public int __fxstat(int version, int fd, long stat) {
        return (int) FXSTAT.call(version, fd, stat);
    }

    @Override
    public int eventfd(int initial, int flags) {
        return (int) EVENTFD.call(initial, flags);
    }

    @Override
    public int epoll_create1(int flags) {
        return (int) EPOLL_CREATE1.call(flags);
    }

    @Override
    public int epoll_ctl(int set, int operation, int fd, long event) {
        return (int) EPOLL_CTL.call(set, operation, fd, event);
    }

    @Override
    public int timerfd_create(int clock, int flags) {
        return (int) TIMERFD_CREATE.call(clock, flags);
    }

    @Override
    public int timerfd_settime(int fd, int flags, long timer, long old) {
        return (int) TIMERFD_SETTIME.call(fd, flags, timer, old);
    }

    @Override
    public int socket(int family, int type, int protocol) {
        return (int) SOCKET.call(family, type, protocol);
    }

    @Override
    public int socketpair(int family, int type, int protocol, long fds) {
        return (int) SOCKETPAIR.call(family, type, protocol, fds);
    }

    @Override
    public int bind(int fd, long address, int length) {
        return (int) BIND.call(fd, address, length);
    }

    @Override
    public int listen(int fd, int backlog) {
        return (int) LISTEN.call(fd, backlog);
    }

    @Override
    public int connect(int fd, long address, int length) {
        return (int) CONNECT.call(fd, address, length);
    }

    @Override
    public int accept(int fd, long address, long length) {
        return (int) ACCEPT.call(fd, address, length);
    }

    @Override
    public int accept4(int fd, long address, long length, int flags) {
        return (int) ACCEPT4.call(fd, address, length, flags);
    }

    @Override
    public int getsockname(int fd, long address, long length) {
        return (int) GETSOCKNAME.call(fd, address, length);
    }

    @Override
    public int getpeername(int fd, long address, long length) {
        return (int) GETPEERNAME.call(fd, address, length);
    }

    @Override
    public int getsockopt(int fd, int level, int option, long value, long length) {
        return (int) GETSOCKOPT.call(fd, level, option, value, length);
    }

    @Override
    public int setsockopt(int fd, int level, int option, long value, int length) {
        return (int) SETSOCKOPT.call(fd, level, option, value, length);
    }

    @Override
    public int shutdown(int fd, int how) {
        return (int) SHUTDOWN.call(fd, how);
    }

    @Override
    public long send(int fd, long address, long count, int flags) {
        return SEND.call(fd, address, count, flags);
    }

    @Override
    public long recv(int fd, long address, long count, int flags) {
        return RECV.call(fd, address, count, flags);
    }

    @Override
    public long sendto(int fd, long data, long count, int flags, long address, int length) {
        return SENDTO.call(fd, data, count, flags, address, length);
    }

    @Override
    public long recvfrom(int fd, long data, long count, int flags, long address, long length) {
        return RECVFROM.call(fd, data, count, flags, address, length);
    }

    @Override
    public int sendmmsg(int fd, long messages, int count, int flags) {
        return (int) SENDMMSG.call(fd, messages, count, flags);
    }

    @Override
    public int recvmmsg(int fd, long messages, int count, int flags, long timeout) {
        return (int) RECVMMSG.call(fd, messages, count, flags, timeout);
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        return (int) IOCTL.call(fd, request, argument);
    }

    @Override
    public int tcgetattr(int fd, long termios) {
        return (int) TCGETATTR.call(fd, termios);
    }

    @Override
    public int posix_openpt(int flags) {
        return (int) POSIX_OPENPT.call(flags);
    }

    @Override
    public int grantpt(int fd) {
        return (int) GRANTPT.call(fd);
    }

    @Override
    public int unlockpt(int fd) {
        return (int) UNLOCKPT.call(fd);
    }

    @Override
    public int ptsname_r(int fd, long name, long size) {
        return (int) PTSNAME_R.call(fd, name, size);
    }
}
