/*
 * The floor: the same work with no waiting at all. It is told what becomes ready and keeps that in a queue, so
 * what others cost more than this is the price of being notified.
 */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>

#define NAME "c-none"
#define VERSION kernel_release
#define KNOWS_READY

static struct {
    int *indexes; /* a ring; its length is a power of two, and more than can be ready at once */
    uint32_t mask, head, tail;
    sem_t woken;
} queue;

static void mechanism_open(int capacity, enum need need)
{
    (void)need;
    uint32_t length = 1;
    while (length < (uint32_t)capacity + 1)
        length *= 2;
    queue.indexes = allocate(length, sizeof *queue.indexes);
    queue.mask = length - 1;
    queue.head = queue.tail = 0;
    sem_init(&queue.woken, 0, 0);
}

static void mechanism_close(void)
{
    free(queue.indexes);
    queue.indexes = NULL;
}

INLINE void mechanism_told(int index)
{
    queue.indexes[queue.tail++ & queue.mask] = index;
}

/* All that were told and have not been read are ready still. */
INLINE void mechanism_told_again(void)
{
    queue.head = 0;
}

#define DEFINE_HANDLER(handler)
#define mechanism_add(index, fd, handler) ((void)(fd))

INLINE void mechanism_wait(bool block, void (*handler)(int index))
{
    if (queue.head == queue.tail && block) {
        while (sem_wait(&queue.woken) != 0)
            continue;
        handler(WAKER);
    }
    while (queue.head != queue.tail)
        handler(queue.indexes[queue.head++ & queue.mask]);
}

INLINE void mechanism_sleep(int64_t nanos, void (*handler)(int index))
{
    (void)handler;
    struct timespec left = to_timespec(nanos);
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
        continue;
}

static void mechanism_wake(void)
{
    sem_post(&queue.woken);
}

INLINE void mechanism_woken(void) {}

#include "scenarios.h"
