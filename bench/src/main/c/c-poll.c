/*
 * A poll(2) loop as one would write it by hand: a dense array, a removed descriptor's place taken by the last one,
 * a scan that stops when all that are ready have been found. The wake-up is an eventfd, read each time.
 */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#define NAME "c-poll"
#define VERSION kernel_release

static struct {
    struct pollfd *fds;
    int *index_at; /* by slot */
    int *slot_of;  /* by index */
    int count;
    int waker; /* an eventfd, or -1 */
} set = {.waker = -1};

static void append(int index, int fd)
{
    set.fds[set.count] = (struct pollfd){.fd = fd, .events = POLLIN};
    set.index_at[set.count] = index;
    if (index != WAKER)
        set.slot_of[index] = set.count;
    set.count++;
}

static void mechanism_open(int capacity, enum need need)
{
    set.fds = allocate(capacity + 1, sizeof *set.fds);
    set.index_at = allocate(capacity + 1, sizeof *set.index_at);
    set.slot_of = allocate(capacity, sizeof *set.slot_of);
    set.count = 0;
    if (need == WAKER_TOO) {
        set.waker = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (set.waker < 0)
            fail_errno("eventfd");
        append(WAKER, set.waker);
    }
}

static void mechanism_close(void)
{
    if (set.waker >= 0)
        close(set.waker);
    free(set.fds);
    free(set.index_at);
    free(set.slot_of);
    set.fds = NULL;
    set.index_at = set.slot_of = NULL;
    set.waker = -1;
}

#define DEFINE_HANDLER(handler)
#define mechanism_add(index, fd, handler) append(index, fd)
#define mechanism_update(index, fd, interest, handler) ((void)(fd), change(index, interest))

INLINE void change(int index, int interest)
{
    set.fds[set.slot_of[index]].events =
        (short)((interest & WATCH_READ ? POLLIN : 0) | (interest & WATCH_WRITE ? POLLOUT : 0));
}

#define mechanism_remove(index, fd) ((void)(fd), swap_out(index))

INLINE void swap_out(int index)
{
    int slot = set.slot_of[index], last = --set.count;
    int moved = set.index_at[last];
    set.fds[slot] = set.fds[last];
    set.index_at[slot] = moved;
    if (moved != WAKER)
        set.slot_of[moved] = slot;
}

INLINE void dispatch(int ready, void (*handler)(int index))
{
    counters.waits++;
    counters.scanned += set.count;
    if (ready < 0 && errno != EINTR)
        note_error(errno);
    for (int slot = 0; ready > 0; slot++) {
        if (set.fds[slot].revents != 0) {
            ready--;
            handler(set.index_at[slot]);
        }
    }
}

INLINE void mechanism_wait(bool block, void (*handler)(int index))
{
    dispatch(poll(set.fds, (nfds_t)set.count, block ? -1 : 0), handler);
}

INLINE void mechanism_sleep(int64_t nanos, void (*handler)(int index))
{
    struct timespec timeout = to_timespec(nanos);
    dispatch(ppoll(set.fds, (nfds_t)set.count, &timeout, NULL), handler);
}

static void mechanism_wake(void)
{
    if (eventfd_write(set.waker, 1) != 0)
        die("eventfd_write");
}

INLINE void mechanism_woken(void)
{
    eventfd_t ignored;
    if (eventfd_read(set.waker, &ignored) != 0)
        note_error(errno);
}

#include "scenarios.h"
