/* Runs every test of the fixture; exit status 0 when all hold. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

void check(bool holds, const char *condition, const char *file, int line) {
    if (!holds) {
        fprintf(stderr, "%s:%d: layout %d: does not hold: %s\n", file, line, LAYOUT, condition);
        exit(1);
    }
}

int change(int kq, uintptr_t ident, int filter, unsigned flags, unsigned fflags, uintptr_t udata) {
    struct kevent c = {.ident = ident, .fflags = fflags, .udata = (void *)udata};
    c.filter = (typeof(c.filter))filter;
    c.flags = (typeof(c.flags))flags;
    return KEVENT_SYMBOL(kq, &c, 1, NULL, 0, NULL) == 0 ? 0 : errno;
}

int fetch(int kq, struct kevent *events, int limit) {
    struct timespec none = {0, 0};
    return KEVENT_SYMBOL(kq, NULL, 0, events, (kevent_count)limit, &none);
}

unsigned await(int kq, struct kevent *event) {
    struct timespec generous = {20, 0};
    return KEVENT_SYMBOL(kq, NULL, 0, event, 1, &generous) == 1 ? event->flags | 1U << 31 : 0;
}

void tcp_pair(int fds[2]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(fds[0], (struct sockaddr *)&address, size) == 0);
    fds[1] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    CHECK(fds[1] >= 0);
    close(listener);
}

void local_pair(int fds[2]) { CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0); }

int main(void) {
    test_events();
    test_endings();
    test_waiting();
    printf("layout %d: all hold\n", LAYOUT);
    return 0;
}
