/*
 * Gooch's partitions as one would write them by hand: a hundred threads, each with a poll(2) loop over its share of
 * the descriptors, and an eventfd by which they wake the thread that handles. Whoever has found something lends its
 * set and sleeps until it comes back, since what it found stays ready until it was read. No descriptor migrates, so
 * this is what the hand-over costs by itself. Only for what blocks: it finds out nothing without its threads.
 */
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#define NAME "c-poll-100"
#define VERSION kernel_release
#define HAS_THREADS

enum { SETS = 100 };

struct set {
    struct pollfd *fds; /* the last one is the stopper */
    int *index_at;      /* by slot */
    int count;          /* without the stopper */
    sem_t returned;
    pthread_t thread;
};

static struct {
    struct set sets[SETS];
    int capacity;
    int waker, stopper; /* eventfds, or -1 */
    int started;        /* sets whose threads run */
    atomic_bool stop;
    pthread_mutex_t lock;
    struct set *lent[SETS];
    int lent_count;
} all = {.waker = -1, .stopper = -1, .lock = PTHREAD_MUTEX_INITIALIZER};

static int open_eventfd(void)
{
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0)
        fail_errno("eventfd");
    return fd;
}

static void mechanism_open(int capacity, enum need need)
{
    (void)need;
    all.capacity = capacity;
    for (struct set *set = all.sets; set < all.sets + SETS; set++) {
        set->fds = allocate(capacity / SETS + 2, sizeof *set->fds);
        set->index_at = allocate(capacity / SETS + 1, sizeof *set->index_at);
        set->count = 0;
        sem_init(&set->returned, 0, 0);
    }
    all.waker = open_eventfd();
    all.stopper = open_eventfd();
}

static void lend(struct set *set)
{
    pthread_mutex_lock(&all.lock);
    /* Whoever else lends before the first set is taken needs no wake-up. */
    if (all.lent_count == 0 && eventfd_write(all.waker, 1) != 0)
        die("eventfd_write");
    all.lent[all.lent_count++] = set;
    pthread_mutex_unlock(&all.lock);
    while (sem_wait(&set->returned) != 0)
        continue;
}

static void *wait_in_set(void *argument)
{
    struct set *set = argument;
    for (;;) {
        int ready = poll(set->fds, (nfds_t)set->count + 1, -1);
        if (all.stop)
            return NULL;
        if (ready < 0 && errno != EINTR)
            die("poll");
        if (ready > 0)
            lend(set);
    }
}

static void start_threads(void)
{
    all.stop = false;
    for (; all.started < SETS; all.started++) {
        struct set *set = all.sets + all.started;
        set->fds[set->count] = (struct pollfd){.fd = all.stopper, .events = POLLIN};
        int error = pthread_create(&set->thread, NULL, wait_in_set, set);
        if (error != 0)
            fail("pthread_create: %s", strerror(error));
    }
}

static void stop_threads(void)
{
    all.stop = true;
    if (all.started > 0 && eventfd_write(all.stopper, 1) != 0)
        die("eventfd_write");
    while (all.started > 0) {
        struct set *set = all.sets + --all.started;
        sem_post(&set->returned);
        pthread_join(set->thread, NULL);
    }
}

static void mechanism_close(void)
{
    stop_threads();
    for (struct set *set = all.sets; set < all.sets + SETS; set++) {
        free(set->fds);
        free(set->index_at);
        set->fds = NULL;
        set->index_at = NULL;
    }
    all.lent_count = 0;
    if (all.waker >= 0)
        close(all.waker);
    if (all.stopper >= 0)
        close(all.stopper);
    all.waker = all.stopper = -1;
}

#define DEFINE_HANDLER(handler)
#define mechanism_add(index, fd, handler) append(all.sets + (int64_t)(index) * SETS / all.capacity, index, fd)

static void append(struct set *set, int index, int fd)
{
    set->fds[set->count] = (struct pollfd){.fd = fd, .events = POLLIN};
    set->index_at[set->count] = index;
    set->count++;
}

INLINE void give_back(struct set *set, void (*handler)(int index))
{
    counters.waits++;
    counters.scanned += set->count + 1;
    for (int slot = 0; slot < set->count; slot++)
        if (set->fds[slot].revents != 0)
            handler(set->index_at[slot]);
    sem_post(&set->returned);
}

INLINE void mechanism_wait(bool block, void (*handler)(int index))
{
    struct pollfd waker = {.fd = all.waker, .events = POLLIN};
    struct set *lent[SETS];
    eventfd_t ignored;

    if (all.started < SETS)
        start_threads();
    counters.waits++;
    counters.scanned++;
    int ready = poll(&waker, 1, block ? -1 : 0);
    if (ready < 0 && errno != EINTR)
        note_error(errno);
    if (ready <= 0)
        return;
    pthread_mutex_lock(&all.lock);
    eventfd_read(all.waker, &ignored);
    int count = all.lent_count;
    for (int i = 0; i < count; i++)
        lent[i] = all.lent[i];
    all.lent_count = 0;
    pthread_mutex_unlock(&all.lock);
    for (int i = 0; i < count; i++)
        give_back(lent[i], handler);
}

/* What the threads have used of the processors. */
static int64_t mechanism_cpu(void)
{
    int64_t cpu = 0;
    for (int i = 0; i < all.started; i++) {
        clockid_t clock;
        if (pthread_getcpuclockid(all.sets[i].thread, &clock) == 0)
            cpu += clock_nanos(clock);
    }
    return cpu;
}

#include "scenarios.h"
