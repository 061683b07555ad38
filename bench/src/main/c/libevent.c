/*
 * libevent, as its own benchmark uses it: persistent level-triggered events, its epoll backend, no locks but where
 * another thread wakes the loop, and the precise timer where timeouts are measured.
 */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/thread.h>
#include <stdlib.h>
#include <string.h>

#define NAME "libevent"
#define VERSION library_version

static struct {
    struct event_base *base;
    struct event *readers;
    /* libevent changes no event in place: who wants to write adds an event of its own for that. */
    struct event *writers;
    bool *added; /* of the writers */
    struct event waker, timer;
    int capacity;
} loop;

static const char *library_version(void)
{
    return event_get_version();
}

static void wakeup_callback(evutil_socket_t fd, short what, void *unused);

static void mechanism_open(int capacity, enum need need)
{
    loop.readers = allocate(capacity, sizeof *loop.readers);
    loop.writers = allocate(capacity, sizeof *loop.writers);
    loop.added = allocate(capacity, sizeof *loop.added);
    loop.capacity = capacity;
    struct event_config *config = event_config_new();
    if (config == NULL)
        fail("event_config_new failed");
    event_config_set_flag(config, EVENT_BASE_FLAG_IGNORE_ENV);
    if (need == FINE_TIMER_TOO)
        event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
    if (need != WAKER_TOO)
        event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
    else if (evthread_use_pthreads() != 0)
        fail("evthread_use_pthreads failed");
    loop.base = event_base_new_with_config(config);
    event_config_free(config);
    if (loop.base == NULL)
        fail("event_base_new_with_config failed");
    if (strcmp(event_base_get_method(loop.base), "epoll") != 0)
        fail("libevent took %s, not epoll", event_base_get_method(loop.base));
    if (need == WAKER_TOO && event_assign(&loop.waker, loop.base, -1, 0, wakeup_callback, NULL) != 0)
        fail("event_assign failed");
}

static void mechanism_close(void)
{
    if (loop.base != NULL) {
        for (int i = 0; i < loop.capacity; i++) {
            if (event_initialized(&loop.readers[i]))
                event_del(&loop.readers[i]);
            if (loop.added[i])
                event_del(&loop.writers[i]);
        }
        event_base_free(loop.base);
    }
    free(loop.readers);
    free(loop.writers);
    free(loop.added);
    memset(&loop, 0, sizeof loop);
}

#define DEFINE_HANDLER(handler)                                                                                        \
    static void handler##_callback(evutil_socket_t fd, short what, void *index)                                        \
    {                                                                                                                  \
        (void)fd;                                                                                                      \
        (void)what;                                                                                                    \
        handler((int)(intptr_t)index);                                                                                 \
    }

INLINE void watch(struct event *event, int index, int fd, short what, event_callback_fn callback)
{
    if (event_assign(event, loop.base, fd, (short)(what | EV_PERSIST), callback, (void *)(intptr_t)index) != 0 ||
        event_add(event, NULL) != 0)
        fail("event_assign or event_add failed");
}

#define mechanism_add(index, fd, handler) watch(&loop.readers[index], index, fd, EV_READ, handler##_callback)
#define mechanism_update(index, fd, interest, handler) update(index, fd, interest, handler##_callback)
#define mechanism_remove(index, fd) unwatch(&loop.readers[index], fd)

INLINE void unwatch(struct event *event, int fd)
{
    (void)fd;
    if (event_del(event) != 0)
        fail("event_del failed");
}

INLINE void update(int index, int fd, int interest, event_callback_fn callback)
{
    if ((interest & WATCH_WRITE) == 0)
        unwatch(&loop.writers[index], fd);
    else if (!loop.added[index])
        watch(&loop.writers[index], index, fd, EV_WRITE, callback);
    else if (event_add(&loop.writers[index], NULL) != 0)
        fail("event_add failed");
    loop.added[index] = true;
}

INLINE void turn(int flags)
{
    if (event_base_loop(loop.base, EVLOOP_ONCE | flags) < 0)
        note_error(errno);
}

#define mechanism_wait(block, handler) turn((block) ? 0 : EVLOOP_NONBLOCK)

static bool timer_fired;

static void timer_callback(evutil_socket_t fd, short what, void *unused)
{
    (void)fd;
    (void)what;
    (void)unused;
    timer_fired = true;
}

#define mechanism_sleep(nanos, handler) run_timer(nanos)

static void run_timer(int64_t nanos)
{
    int64_t micros = (nanos + 999) / 1000;
    struct timeval timeout = {.tv_sec = micros / 1000000, .tv_usec = micros % 1000000};
    if (!event_initialized(&loop.timer))
        evtimer_assign(&loop.timer, loop.base, timer_callback, NULL);
    timer_fired = false;
    if (evtimer_add(&loop.timer, &timeout) != 0)
        fail("evtimer_add failed");
    while (!timer_fired && counters.error == 0)
        turn(0);
}

static void mechanism_wake(void)
{
    event_active(&loop.waker, EV_READ, 0);
}

INLINE void mechanism_woken(void) {}

#include "scenarios.h"

static void wakeup_callback(evutil_socket_t fd, short what, void *unused)
{
    (void)fd;
    (void)what;
    (void)unused;
    wakeup_handler(WAKER);
}
