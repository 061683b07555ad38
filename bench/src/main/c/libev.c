/* libev on its epoll backend, one ev_io per descriptor. Level-triggered, as libev always is. */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "libev"
#define VERSION library_version

static struct {
    struct ev_loop *loop;
    struct ev_io *watchers;
    int capacity;
    struct ev_async waker;
    struct ev_timer timer;
} set;

static const char *library_version(void)
{
    static char text[32];
    snprintf(text, sizeof text, "%d.%d", ev_version_major(), ev_version_minor());
    return text;
}

static void wakeup_callback(struct ev_loop *loop, struct ev_async *watcher, int events);

static void mechanism_open(int capacity, enum need need)
{
    set.watchers = allocate(capacity, sizeof *set.watchers);
    set.capacity = capacity;
    set.loop = ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV);
    if (set.loop == NULL)
        fail("ev_loop_new(EVBACKEND_EPOLL) failed");
    if (need == WAKER_TOO) {
        ev_async_init(&set.waker, wakeup_callback);
        ev_async_start(set.loop, &set.waker);
    }
}

static void mechanism_close(void)
{
    if (set.loop != NULL) {
        for (int i = 0; i < set.capacity; i++)
            ev_io_stop(set.loop, &set.watchers[i]);
        ev_async_stop(set.loop, &set.waker);
        ev_timer_stop(set.loop, &set.timer);
        ev_loop_destroy(set.loop);
    }
    free(set.watchers);
    memset(&set, 0, sizeof set);
}

#define DEFINE_HANDLER(handler)                                                                                        \
    static void handler##_callback(struct ev_loop *loop, struct ev_io *watcher, int events)                            \
    {                                                                                                                  \
        (void)loop;                                                                                                    \
        (void)events;                                                                                                  \
        handler((int)(watcher - set.watchers));                                                                        \
    }

typedef void io_callback(struct ev_loop *, struct ev_io *, int events);

#define mechanism_add(index, fd, handler) watch(index, fd, handler##_callback)
#define mechanism_update(index, fd, interest, handler) update(index, fd, interest)
#define mechanism_remove(index, fd) unwatch(index, fd)

INLINE void watch(int index, int fd, io_callback *callback)
{
    ev_io_init(&set.watchers[index], callback, fd, EV_READ);
    ev_io_start(set.loop, &set.watchers[index]);
}

INLINE void update(int index, int fd, int interest)
{
    struct ev_io *watcher = &set.watchers[index];
    ev_io_stop(set.loop, watcher);
    ev_io_set(watcher, fd, (interest & WATCH_READ ? EV_READ : 0) | (interest & WATCH_WRITE ? EV_WRITE : 0));
    ev_io_start(set.loop, watcher);
}

INLINE void unwatch(int index, int fd)
{
    (void)fd;
    ev_io_stop(set.loop, &set.watchers[index]);
}

#define mechanism_wait(block, handler) ((void)ev_run(set.loop, (block) ? EVRUN_ONCE : EVRUN_NOWAIT))

static bool timer_fired;

static void timer_callback(struct ev_loop *loop, struct ev_timer *timer, int events)
{
    (void)loop;
    (void)timer;
    (void)events;
    timer_fired = true;
}

#define mechanism_sleep(nanos, handler) run_timer(nanos)

static void run_timer(int64_t nanos)
{
    timer_fired = false;
    /* Timers count from the time that the loop saw last. */
    ev_now_update(set.loop);
    ev_timer_init(&set.timer, timer_callback, (double)nanos / (double)SECOND, 0);
    ev_timer_start(set.loop, &set.timer);
    while (!timer_fired)
        ev_run(set.loop, EVRUN_ONCE);
}

static void mechanism_wake(void)
{
    ev_async_send(set.loop, &set.waker);
}

INLINE void mechanism_woken(void) {}

#include "scenarios.h"

static void wakeup_callback(struct ev_loop *loop, struct ev_async *watcher, int events)
{
    (void)loop;
    (void)watcher;
    (void)events;
    wakeup_handler(WAKER);
}
