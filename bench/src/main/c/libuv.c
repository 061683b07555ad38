/* libuv, one uv_poll_t per descriptor, which is how it watches what it did not open itself. */
#define _GNU_SOURCE
#include "common.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define NAME "libuv"
#define VERSION library_version

static struct {
    uv_loop_t loop;
    uv_poll_t *handles;
    int initialised; /* of the handles: always the first ones */
    uv_async_t waker;
    uv_timer_t timer;
    bool open, wakeable;
} set;

static const char *library_version(void)
{
    return uv_version_string();
}

static void check(const char *call, int result)
{
    if (result != 0)
        fail("%s: %s", call, uv_strerror(result));
}

static void wakeup_callback(uv_async_t *handle);

static void mechanism_open(int capacity, enum need need)
{
    set.handles = allocate(capacity, sizeof *set.handles);
    check("uv_loop_init", uv_loop_init(&set.loop));
    set.open = true;
    check("uv_timer_init", uv_timer_init(&set.loop, &set.timer));
    if (need == WAKER_TOO) {
        check("uv_async_init", uv_async_init(&set.loop, &set.waker, wakeup_callback));
        set.wakeable = true;
    }
}

static void mechanism_close(void)
{
    if (set.open) {
        for (int i = 0; i < set.initialised; i++)
            uv_close((uv_handle_t *)&set.handles[i], NULL);
        uv_close((uv_handle_t *)&set.timer, NULL);
        if (set.wakeable)
            uv_close((uv_handle_t *)&set.waker, NULL);
        uv_run(&set.loop, UV_RUN_DEFAULT);
        uv_loop_close(&set.loop);
    }
    free(set.handles);
    memset(&set, 0, sizeof set);
}

#define DEFINE_HANDLER(handler)                                                                                        \
    static void handler##_callback(uv_poll_t *handle, int status, int events)                                          \
    {                                                                                                                  \
        (void)events;                                                                                                  \
        if (status < 0)                                                                                                \
            note_error(-status);                                                                                       \
        else                                                                                                           \
            handler((int)(handle - set.handles));                                                                      \
    }

#define mechanism_add(index, fd, handler) watch(index, fd, handler##_callback)
#define mechanism_update(index, fd, interest, handler)                                                                 \
    ((void)(fd), start(index,                                                                                          \
                       ((interest) & WATCH_READ ? UV_READABLE : 0) | ((interest) & WATCH_WRITE ? UV_WRITABLE : 0),     \
                       handler##_callback))
#define mechanism_remove(index, fd) ((void)(fd), stop(index))

INLINE void start(int index, int events, uv_poll_cb callback)
{
    check("uv_poll_start", uv_poll_start(&set.handles[index], events, callback));
}

INLINE void stop(int index)
{
    check("uv_poll_stop", uv_poll_stop(&set.handles[index]));
}

/* A handle can't be initialised again before it was closed, which takes a turn of the loop: users keep them. */
INLINE void watch(int index, int fd, uv_poll_cb callback)
{
    if (index == set.initialised) {
        check("uv_poll_init", uv_poll_init(&set.loop, &set.handles[index], fd));
        set.initialised++;
    }
    start(index, UV_READABLE, callback);
}

#define mechanism_wait(block, handler) ((void)uv_run(&set.loop, (block) ? UV_RUN_ONCE : UV_RUN_NOWAIT))

static bool timer_fired;

/* Without uv_stop a timer that is due when uv_run begins is run first, and then the loop blocks without limit. */
static void timer_callback(uv_timer_t *timer)
{
    timer_fired = true;
    uv_stop(timer->loop);
}

#define mechanism_sleep(nanos, handler) run_timer(nanos)

static void run_timer(int64_t nanos)
{
    timer_fired = false;
    /* Timers count from the time that the loop saw last. */
    uv_update_time(&set.loop);
    check("uv_timer_start",
          uv_timer_start(&set.timer, timer_callback, (uint64_t)(nanos + 999999) / 1000000, 0));
    while (!timer_fired)
        uv_run(&set.loop, UV_RUN_ONCE);
}

static void mechanism_wake(void)
{
    uv_async_send(&set.waker);
}

INLINE void mechanism_woken(void) {}

#include "scenarios.h"

static void wakeup_callback(uv_async_t *handle)
{
    (void)handle;
    wakeup_handler(WAKER);
}
