/* EV_EOF, errors, and what close(2) does to a note. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static struct kevent e[8];

static void a_pipe_without_writer_is_at_its_end_after_its_data(void) {
    int p[2], kq = kqueue();
    char b;
    CHECK(pipe(p) == 0 && change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0) == 0);
    CHECK(write(p[1], "x", 1) == 1);
    close(p[1]);
    CHECK(fetch(kq, e, 8) == 1 && (e[0].flags & EV_EOF) && e[0].data == 1);
    CHECK(read(p[0], &b, 1) == 1 && fetch(kq, e, 8) == 1 && (e[0].flags & EV_EOF) && e[0].data == 0);
    close(kq), close(p[0]);
}

static void a_pipe_without_reader_is_at_its_end_for_its_writer(void) {
    int p[2], kq = kqueue();
    CHECK(pipe2(p, O_NONBLOCK) == 0 && change(kq, (uintptr_t)p[1], EVFILT_WRITE, EV_ADD, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 1 && e[0].data == 65536 && !(e[0].flags & EV_EOF));
    close(p[0]);
    CHECK(fetch(kq, e, 8) == 1 && (e[0].flags & EV_EOF));
    CHECK(change(kq, (uintptr_t)p[1], EVFILT_WRITE, EV_DELETE, 0, 0) == 0);
    CHECK(change(kq, (uintptr_t)p[1], EVFILT_WRITE, EV_ADD, 0, 0) == (LAYOUT == 32 ? 0 : EPIPE));
    close(kq), close(p[1]);
}

static void check_half_closes(int s[2]) {
    int kq = kqueue();
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_READ, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    CHECK(shutdown(s[1], SHUT_WR) == 0 && await(kq, e) && (e[0].flags & EV_EOF));
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_READ, EV_DELETE, 0, 0) == 0);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_WRITE, EV_ADD, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 1 && !(e[0].flags & EV_EOF) && e[0].data > 0);
    CHECK(shutdown(s[0], SHUT_WR) == 0);
    CHECK(fetch(kq, e, 8) == 1 && (e[0].flags & EV_EOF) && e[0].fflags == 0);
    close(kq), close(s[0]), close(s[1]);
}

static void a_local_shutdown_ends_the_write_filter_only(void) {
    int s[2], kq = kqueue();
    local_pair(s);
    CHECK(shutdown(s[0], SHUT_WR) == 0);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_READ, EV_ADD, 0, 0) == 0);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_WRITE, EV_ADD, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 1 && e[0].filter == EVFILT_WRITE && (e[0].flags & EV_EOF));
    close(kq), close(s[0]), close(s[1]);
}

static void a_reset_ends_both_filters_with_the_error(void) {
    int s[2], kq = kqueue();
    tcp_pair(s);
    CHECK(change(kq, (uintptr_t)s[1], EVFILT_READ, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    struct linger reset = {1, 0};
    CHECK(setsockopt(s[0], SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
    close(s[0]);
    CHECK(await(kq, e) && (e[0].flags & EV_EOF) && e[0].fflags == ECONNRESET);
    CHECK(change(kq, (uintptr_t)s[1], EVFILT_WRITE, EV_ADD, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 2 && (e[0].flags & e[1].flags & EV_EOF) && e[1].fflags == ECONNRESET);
    int error = 0;
    socklen_t size = sizeof error;
    CHECK(getsockopt(s[1], SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == ECONNRESET);
    close(kq), close(s[1]);
}

static void a_refused_connect_ends_with_its_error(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int kq = kqueue(), holder = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(holder, (struct sockaddr *)&address, size) == 0); /* bound, not listening: refuses */
    CHECK(getsockname(holder, (struct sockaddr *)&address, &size) == 0);
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    CHECK(change(kq, (uintptr_t)s, EVFILT_WRITE, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    (void)connect(s, (struct sockaddr *)&address, size);
    CHECK(await(kq, e) && (e[0].flags & EV_EOF) && e[0].fflags == ECONNREFUSED);
    close(kq), close(s), close(holder);
}

static void a_listener_reports_its_backlog(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int kq = kqueue(), listener = socket(AF_INET, SOCK_STREAM, 0), c[2];
    CHECK(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    CHECK(change(kq, (uintptr_t)listener, EVFILT_READ, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    for (int i = 0; i < 2; i++) {
        c[i] = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(connect(c[i], (struct sockaddr *)&address, size) == 0);
        CHECK(await(kq, e) && e[0].data == i + 1 && !(e[0].flags & EV_EOF));
    }
    close(kq), close(listener), close(c[0]), close(c[1]);
}

static void closing_removes_the_note(void) {
    int p[2], kq = kqueue();
    CHECK(pipe(p) == 0 && write(p[1], "x", 1) == 1);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 1);
    int duplicate = dup(p[0]), number = p[0];
    close(p[0]);
    CHECK(fetch(kq, e, 8) == 0); /* although the file lives on under the other number */
    CHECK(change(kq, (uintptr_t)number, EVFILT_READ, EV_DELETE, 0, 0) == EBADF);
    int q[2];
    CHECK(pipe(q) == 0 && q[0] == number && write(q[1], "y", 1) == 1);
    CHECK(change(kq, (uintptr_t)number, EVFILT_READ, EV_ENABLE, 0, 0) == ENOENT);
    CHECK(change(kq, (uintptr_t)number, EVFILT_READ, EV_ADD | EV_CLEAR, 0, 5) == 0);
    CHECK(fetch(kq, e, 8) == 1 && (uintptr_t)e[0].udata == 5);
    CHECK(write(p[1], "z", 1) == 1 && fetch(kq, e, 8) == 0); /* the old file's entry is nobody's now */
    close(kq), close(duplicate), close(p[1]), close(q[0]), close(q[1]);
}

void test_endings(void) {
    int s[2];
    a_pipe_without_writer_is_at_its_end_after_its_data();
    a_pipe_without_reader_is_at_its_end_for_its_writer();
    local_pair(s);
    check_half_closes(s);
    tcp_pair(s);
    check_half_closes(s);
    a_local_shutdown_ends_the_write_filter_only();
    a_reset_ends_both_filters_with_the_error();
    a_refused_connect_ends_with_its_error();
    a_listener_reports_its_backlog();
    closing_removes_the_note();
}
