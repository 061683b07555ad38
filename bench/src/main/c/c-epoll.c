/*
 * An epoll loop as one would write it by hand. The wake-up is an eventfd, watched edge-triggered and never read:
 * each write is a new edge, and the counter can't overflow in any time that matters.
 */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

#define NAME "c-epoll"
#define VERSION kernel_release

enum { BATCH = 1024 };

static struct {
    int fd, waker;
    bool no_pwait2; /* the kernel refused epoll_pwait2 once */
    struct epoll_event events[BATCH];
} set = {.fd = -1, .waker = -1};

INLINE void control(int operation, int index, int fd, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.u32 = (uint32_t)index};
    counters.controls++;
    if (__builtin_expect(epoll_ctl(set.fd, operation, fd, &event) != 0, 0))
        fail_errno("epoll_ctl");
}

static void mechanism_open(int capacity, enum need need)
{
    (void)capacity;
    set.fd = epoll_create1(EPOLL_CLOEXEC);
    if (set.fd < 0)
        fail_errno("epoll_create1");
    if (need == WAKER_TOO) {
        set.waker = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (set.waker < 0)
            fail_errno("eventfd");
        control(EPOLL_CTL_ADD, WAKER, set.waker, EPOLLIN | EPOLLET);
    }
}

static void mechanism_close(void)
{
    if (set.waker >= 0)
        close(set.waker);
    if (set.fd >= 0)
        close(set.fd);
    set.fd = set.waker = -1;
}

#define DEFINE_HANDLER(handler)
#define mechanism_add(index, fd, handler) control(EPOLL_CTL_ADD, index, fd, EPOLLIN)
#define mechanism_update(index, fd, interest, handler)                                                                 \
    control(EPOLL_CTL_MOD, index, fd,                                                                                  \
            ((interest) & WATCH_READ ? EPOLLIN : 0) | ((interest) & WATCH_WRITE ? EPOLLOUT : 0))
#define mechanism_remove(index, fd) control(EPOLL_CTL_DEL, index, fd, 0)

INLINE void dispatch(int ready, void (*handler)(int index))
{
    counters.waits++;
    if (ready < 0) {
        if (errno != EINTR)
            note_error(errno);
        return;
    }
    counters.scanned += ready;
    for (int i = 0; i < ready; i++)
        handler((int)set.events[i].data.u32);
}

INLINE void mechanism_wait(bool block, void (*handler)(int index))
{
    dispatch(epoll_wait(set.fd, set.events, BATCH, block ? -1 : 0), handler);
}

/* By number: libc has epoll_pwait2 only since 2.35, the kernel since 5.11. */
static int wait_nanos(int64_t nanos)
{
#ifdef SYS_epoll_pwait2
    if (!set.no_pwait2) {
        struct timespec timeout = to_timespec(nanos);
        int ready = (int)syscall(SYS_epoll_pwait2, set.fd, set.events, BATCH, &timeout, NULL, 0);
        if (ready >= 0 || errno != ENOSYS)
            return ready;
        set.no_pwait2 = true;
    }
#endif
    return epoll_wait(set.fd, set.events, BATCH, (int)((nanos + 999999) / 1000000));
}

INLINE void mechanism_sleep(int64_t nanos, void (*handler)(int index))
{
    dispatch(wait_nanos(nanos), handler);
}

static void mechanism_wake(void)
{
    if (eventfd_write(set.waker, 1) != 0)
        die("eventfd_write");
}

INLINE void mechanism_woken(void) {}

#include "scenarios.h"
