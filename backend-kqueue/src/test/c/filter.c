/*
 * The filters: READ, WRITE and EXCEPT asked through poll(2), USER from memory.
 *
 * Notes about what Linux can't tell:
 * (a) so_error is cleared by looking at it, and a user of the descriptor needs it later. EV_EOF with an error
 *     pending therefore carries a likely number: ECONNREFUSED where no round trip was ever measured, else
 *     ECONNRESET.
 * (b) poll(2) is silent about a local shutdown(SHUT_WR), of which EVFILT_WRITE says EV_EOF. TCP tells by its
 *     state, a local stream socket by refusing to send nothing.
 */
#define _GNU_SOURCE
#include "knote.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <linux/magic.h>
#include <linux/sockios.h>
#include <unistd.h>

static short poll_now(int fd) {
    struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT | POLLPRI | POLLRDHUP};
    return poll(&p, 1, 0) == 1 ? p.revents : 0;
}

static int socket_option(int fd, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : 0;
}

static struct tcp_info tcp_state(int fd) {
    struct tcp_info info;
    memset(&info, 0, sizeof info);
    socklen_t size = sizeof info;
    (void)getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
    return info;
}

static int64_t counted(int fd, unsigned long request) {
    int n = 0;
    return ioctl(fd, request, &n) == 0 && n > 0 ? n : 0;
}

static bool is_tcp(const struct knote *note) {
    return note->type == SOCK_STREAM && (note->domain == AF_INET || note->domain == AF_INET6);
}

static uint32_t likely_error(const struct knote *note, short seen) { /* see (a) */
    if (!(seen & POLLERR)) {
        return 0;
    }
    return is_tcp(note) && tcp_state((int)note->event.ident).tcpi_rtt == 0 ? ECONNREFUSED : ECONNRESET;
}

static bool never_connected(const struct knote *note, short seen) {
    return note->type != SOCK_DGRAM && (seen & (POLLHUP | POLLRDHUP | POLLERR)) == POLLHUP;
}

static struct condition socket_read(const struct knote *note, short seen) {
    int fd = (int)note->event.ident;
    struct condition c = {.data = 0};
    if (note->listening) {
        c.holds = seen & POLLIN;
        c.data = c.holds ? 1 : 0;
        if (c.holds && is_tcp(note)) {
            c.data = tcp_state(fd).tcpi_unacked; /* of a listening socket: the length of its accept queue */
        }
    } else if (!never_connected(note, seen)) {
        c.eof = seen & POLLRDHUP;
        c.fflags = c.eof ? likely_error(note, seen) : 0;
        c.holds = seen & (POLLIN | POLLRDHUP | POLLERR);
        c.data = counted(fd, FIONREAD);
    }
    return c;
}

static bool sending_is_over(const struct knote *note, short seen) { /* see (b) */
    int fd = (int)note->event.ident;
    if (seen & POLLHUP) {
        return true;
    }
    if (is_tcp(note)) {
        switch (tcp_state(fd).tcpi_state) {
        case TCP_FIN_WAIT1:
        case TCP_FIN_WAIT2:
        case TCP_CLOSING:
        case TCP_LAST_ACK:
        case TCP_TIME_WAIT:
        case TCP_CLOSE:
            return true;
        default:
            return false;
        }
    }
    return note->domain == AF_UNIX && note->type == SOCK_STREAM
            && send(fd, "", 0, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno == EPIPE;
}

static struct condition socket_write(const struct knote *note, short seen) {
    int fd = (int)note->event.ident;
    struct condition c = {.data = 0};
    if (note->listening || never_connected(note, seen)) {
        return c;
    }
    c.eof = note->type != SOCK_DGRAM && (seen & (POLLOUT | POLLHUP | POLLERR)) && sending_is_over(note, seen);
    c.fflags = c.eof ? likely_error(note, seen) : 0;
    c.holds = c.eof || (seen & (POLLOUT | POLLERR));
    int64_t space = socket_option(fd, SO_SNDBUF) - counted(fd, SIOCOUTQ);
    c.data = space > 0 ? space : 0;
    return c;
}

static struct condition vnode_read(const struct knote *note) {
    struct stat st;
    struct condition c = {.data = 0};
    int fd = (int)note->event.ident;
    if (fstat(fd, &st) == 0) {
        c.data = st.st_size - lseek(fd, 0, SEEK_CUR);
        c.holds = c.data != 0;
    }
    return c;
}

static struct condition other_read(const struct knote *note, short seen) {
    return (struct condition){
        .holds = seen & (POLLIN | POLLHUP | POLLERR),
        .eof = seen & (POLLHUP | POLLERR),
        .data = counted((int)note->event.ident, FIONREAD),
    };
}

static struct condition other_write(const struct knote *note, short seen) {
    struct condition c = {
        .holds = seen & (POLLOUT | POLLHUP | POLLERR),
        .eof = seen & (POLLHUP | POLLERR),
    };
    if (note->kind == KIND_PIPE && !c.eof) {
        int fd = (int)note->event.ident;
        c.data = fcntl(fd, F_GETPIPE_SZ) - counted(fd, FIONREAD);
    }
    return c;
}

struct condition filter_run(const struct knote *note) {
    if (note->class == CLASS_USER) {
        return (struct condition){
            .holds = note->triggered, .fflags = note->event.fflags, .data = note->event.data};
    }
    if (note->kind == KIND_VNODE) {
        return vnode_read(note);
    }
    short seen = poll_now((int)note->event.ident);
    if (note->class == CLASS_EXCEPT) { /* macOS: the filter of EVFILT_READ, which looks for urgent data first if asked to */
        if ((seen & POLLPRI) && (note->event.fflags & NOTE_OOB)) {
            return (struct condition){.holds = true, .fflags = NOTE_OOB};
        }
        return socket_read(note, seen);
    }
    if (note->class == CLASS_READ) {
        return note->kind == KIND_SOCKET ? socket_read(note, seen) : other_read(note, seen);
    }
    return note->kind == KIND_SOCKET ? socket_write(note, seen) : other_write(note, seen);
}

/* FreeBSD and NetBSD refuse to watch an anonymous pipe for writing when its other end is gone; macOS takes it. */
static bool refuses_orphaned_pipe(const struct knote *note) {
    struct statfs fs;
    return LAYOUT != 32 && note->class == CLASS_WRITE && fstatfs((int)note->event.ident, &fs) == 0
            && fs.f_type == PIPEFS_MAGIC && (poll_now((int)note->event.ident) & (POLLERR | POLLHUP));
}

int filter_attach(struct knote *note) {
    struct stat st;
    int fd = (int)note->event.ident;
    if (note->class == CLASS_USER) {
        return 0;
    }
    if (fstat(fd, &st) != 0) {
        return EBADF;
    }
    note->kind = KIND_OTHER;
    if (S_ISSOCK(st.st_mode)) {
        note->kind = KIND_SOCKET;
        note->domain = socket_option(fd, SO_DOMAIN);
        note->type = socket_option(fd, SO_TYPE);
        note->listening = socket_option(fd, SO_ACCEPTCONN) != 0;
    } else if (S_ISFIFO(st.st_mode)) {
        note->kind = KIND_PIPE;
        if (refuses_orphaned_pipe(note)) {
            return EPIPE;
        }
    } else if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) {
        note->kind = KIND_VNODE;
        note->dev = st.st_dev;
        note->ino = st.st_ino;
        if (note->class != CLASS_READ) {
            return EINVAL;
        }
    }
    if (note->class == CLASS_EXCEPT && note->kind != KIND_SOCKET) {
        return EINVAL;
    }
    return 0;
}
