package dev.vigil.posix;

/** The functions of libc, with the types of a 64-bit system: an address, a {@code size_t} and an {@code ssize_t} are {@code long}. */
interface CFunctions {

    // <poll.h>
    int poll(long fds, long count, int timeoutMillis);

    int ppoll(long fds, long count, long timeout, long signalMask);

    // <unistd.h>
    int pipe(long fds);

    int pipe2(long fds, int flags);

    long read(int fd, long address, long count);

    long write(int fd, long address, long count);

    int close(int fd);

    int dup2(int fd, int number);

    int dup3(int fd, int number, int flags);

    // <fcntl.h>
    int fcntl(int fd, int command, int argument);

    int open(long path, int flags, int mode);

    long splice(int fdIn, long offsetIn, int fdOut, long offsetOut, long count, int flags);

    // <sys/mman.h>
    long mmap(long wanted, long length, int protection, int flags, int fd, long offset);

    int munmap(long address, long length);

    // <sys/stat.h>
    int mkfifo(long path, int mode);

    int fstat(int fd, long stat);

    int __fxstat(int version, int fd, long stat);

    // <sys/eventfd.h>
    int eventfd(int initial, int flags);

    // <sys/epoll.h>
    int epoll_create1(int flags);

    int epoll_ctl(int set, int operation, int fd, long event);

    // <sys/timerfd.h>
    int timerfd_create(int clock, int flags);

    int timerfd_settime(int fd, int flags, long timer, long old);

    // <sys/socket.h>
    int socket(int family, int type, int protocol);

    int socketpair(int family, int type, int protocol, long fds);

    int bind(int fd, long address, int length);

    int listen(int fd, int backlog);

    int connect(int fd, long address, int length);

    int accept(int fd, long address, long length);

    int accept4(int fd, long address, long length, int flags);

    int getsockname(int fd, long address, long length);

    int getpeername(int fd, long address, long length);

    int getsockopt(int fd, int level, int option, long value, long length);

    int setsockopt(int fd, int level, int option, long value, int length);

    int shutdown(int fd, int how);

    long send(int fd, long address, long count, int flags);

    long recv(int fd, long address, long count, int flags);

    long sendto(int fd, long data, long count, int flags, long address, int length);

    long recvfrom(int fd, long data, long count, int flags, long address, long length);

    int sendmmsg(int fd, long messages, int count, int flags);

    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    // <sys/ioctl.h>
    int ioctl(int fd, long request, long argument);

    // <termios.h>
    int tcgetattr(int fd, long termios);

    // <stdlib.h>
    int posix_openpt(int flags);

    int grantpt(int fd);

    int unlockpt(int fd);

    int ptsname_r(int fd, long name, long size);
}
