/*
 * Counts what a library asks of epoll. These functions stand in front of libc's of the same name, since a
 * program's own symbols come first when a shared library is bound; each costs an increment and an indirect call.
 */
#define _GNU_SOURCE
#include "common.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/epoll.h>

static __typeof__(&epoll_ctl) real_ctl;
static __typeof__(&epoll_wait) real_wait;
static __typeof__(&epoll_pwait) real_pwait;
/* Declared by hand: absent from older C libraries, and then from the library that runs here too. */
static int (*real_pwait2)(int, struct epoll_event *, int, const struct timespec *, const sigset_t *);

__attribute__((constructor)) static void bind(void)
{
    real_ctl = (__typeof__(real_ctl))dlsym(RTLD_NEXT, "epoll_ctl");
    real_wait = (__typeof__(real_wait))dlsym(RTLD_NEXT, "epoll_wait");
    real_pwait = (__typeof__(real_pwait))dlsym(RTLD_NEXT, "epoll_pwait");
    real_pwait2 = (__typeof__(real_pwait2))dlsym(RTLD_NEXT, "epoll_pwait2");
}

static int count_wait(int ready)
{
    counters.waits++;
    if (ready > 0)
        counters.scanned += ready;
    return ready;
}

int epoll_ctl(int set, int operation, int fd, struct epoll_event *event)
{
    counters.controls++;
    return real_ctl(set, operation, fd, event);
}

int epoll_wait(int set, struct epoll_event *events, int limit, int timeout)
{
    return count_wait(real_wait(set, events, limit, timeout));
}

int epoll_pwait(int set, struct epoll_event *events, int limit, int timeout, const sigset_t *mask)
{
    return count_wait(real_pwait(set, events, limit, timeout, mask));
}

int epoll_pwait2(int set, struct epoll_event *events, int limit, const struct timespec *timeout, const sigset_t *mask)
{
    return count_wait(real_pwait2(set, events, limit, timeout, mask));
}
