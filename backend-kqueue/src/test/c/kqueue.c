/*
 * kqueue(), kevent() and close() as the library exports them.
 *
 * A queue's descriptor is an epoll descriptor that holds the queue's three sets and one beacon, an eventfd that
 * is always readable and is shared by all queues: switched on while notes are queued. So the descriptor itself
 * is readable exactly when there may be something to fetch, and can be watched by poll(2) or another queue.
 */
#define _GNU_SOURCE
#include "knote.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define MAX_DESCRIPTOR 65536

static pthread_mutex_t queues_lock = PTHREAD_MUTEX_INITIALIZER;
static struct queue *queues[MAX_DESCRIPTOR];
static int beacon = -1;

static int raw_close(int fd) { return (int)syscall(SYS_close, fd); }

static int watch(int set, int fd, uint32_t events) {
    struct epoll_event entry = {.events = events, .data.fd = fd};
    return epoll_ctl(set, EPOLL_CTL_ADD, fd, &entry);
}

static int open_descriptor(struct queue *q) {
    q->fd = epoll_create1(EPOLL_CLOEXEC); /* not inherited by a child, as kqueue(2) says */
    if (q->fd < 0) {
        return -1;
    }
    int failed = q->fd >= MAX_DESCRIPTOR ? -1 : watch(q->fd, beacon, 0);
    for (int class = 0; class < FD_CLASSES && failed == 0; class++) {
        failed = watch(q->fd, q->set[class], EPOLLIN);
    }
    if (failed != 0) {
        raw_close(q->fd);
        errno = ENOMEM;
        return -1;
    }
    return 0;
}

/* A queue whose number came back was closed behind our back, by something that did not call our close(). */
static void discard(struct queue *q) {
    if (q == NULL) {
        return;
    }
    q->closed = true;
    q->fd = -1;
    if (q->users == 0) {
        queue_free(q);
    }
}

EXPORT int kqueue(void) {
    pthread_mutex_lock(&queues_lock);
    struct queue *q = NULL;
    if (beacon < 0) {
        beacon = eventfd(1, EFD_CLOEXEC);
    }
    if (beacon >= 0) {
        q = queue_new();
    }
    int fd = -1;
    if (q != NULL && open_descriptor(q) == 0) {
        fd = q->fd;
        discard(queues[fd]);
        queues[fd] = q;
    } else if (q != NULL) {
        int error = errno;
        queue_free(q);
        errno = error;
    }
    pthread_mutex_unlock(&queues_lock);
    return fd;
}

static struct queue *enter(int kq) {
    pthread_mutex_lock(&queues_lock);
    struct queue *q = kq >= 0 && kq < MAX_DESCRIPTOR ? queues[kq] : NULL;
    if (q != NULL) {
        q->users++;
    }
    pthread_mutex_unlock(&queues_lock);
    return q;
}

static void leave(struct queue *q) {
    pthread_mutex_lock(&queues_lock);
    bool last = --q->users == 0 && q->closed;
    pthread_mutex_unlock(&queues_lock);
    if (last) {
        if (q->fd >= 0) {
            raw_close(q->fd);
        }
        queue_free(q);
    }
}

static void arm(struct queue *q, bool on) {
    if (q->armed != on) {
        q->armed = on;
        struct epoll_event entry = {.events = on ? EPOLLIN : 0, .data.fd = beacon};
        epoll_ctl(q->fd, EPOLL_CTL_MOD, beacon, &entry);
    }
}

EXPORT int close(int fd) {
    struct queue *q = enter(fd);
    if (q == NULL) {
        return raw_close(fd);
    }
    pthread_mutex_lock(&q->lock);
    pthread_mutex_lock(&queues_lock);
    if (queues[fd] == q) {
        queues[fd] = NULL;
        q->closed = true;
    }
    pthread_mutex_unlock(&queues_lock);
    arm(q, true); /* whoever waits comes back and finds it closed; the last one closes the descriptor */
    pthread_mutex_unlock(&q->lock);
    leave(q);
    return 0;
}

static int64_t nanos(const struct timespec *t) { return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec; }

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return nanos(&t);
}

static bool is_valid(const struct timespec *t) {
    return t == NULL || (t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < 1000000000);
}

static int64_t deadline_of(const struct timespec *timeout) {
    if (timeout == NULL || timeout->tv_sec > INT64_MAX / 4000000000LL) {
        return INT64_MAX;
    }
    return now() + nanos(timeout);
}

/* Blocks until the queue's descriptor is readable: 1, 0 at the deadline, -1 with errno. */
static int block(const struct queue *q, int64_t deadline) {
    struct pollfd p = {.fd = q->fd, .events = POLLIN};
    struct timespec left;
    if (deadline != INT64_MAX) {
        int64_t n = deadline - now();
        if (n <= 0) {
            return 0;
        }
        left = (struct timespec){.tv_sec = n / 1000000000, .tv_nsec = n % 1000000000};
    }
    int woken = ppoll(&p, 1, deadline == INT64_MAX ? NULL : &left, NULL);
    if (woken > 0 && (p.revents & POLLNVAL)) {
        errno = EBADF;
        return -1;
    }
    return woken;
}

static bool is_closed(struct queue *q) {
    pthread_mutex_lock(&queues_lock);
    bool closed = q->closed;
    pthread_mutex_unlock(&queues_lock);
    return closed;
}

/* Applies the changes in order. The number of entries written, or -1 with errno when one had no room. */
static int64_t apply(struct queue *q, const struct kevent *changes, size_t count, struct kevent *events,
                     size_t room) {
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        struct kevent change = changes[i]; /* the two lists may be one array */
        int error = queue_change(q, &change);
        if (error == 0 && !(change.flags & EV_RECEIPT)) {
            continue;
        }
        if (written == room) {
            if (error == 0) {
                return (int64_t)written;
            }
            errno = error;
            return -1;
        }
        events[written] = change;
        events[written].flags = (LAYOUT == 32 ? change.flags : 0) | EV_ERROR;
        events[written].data = error;
        written++;
    }
    return (int64_t)written;
}

static int64_t locked_scan(struct queue *q, struct kevent *events, size_t limit) {
    pthread_mutex_lock(&q->lock);
    queue_collect(q);
    size_t found = queue_scan(q, events, limit);
    arm(q, q->queued > 0 || is_closed(q));
    pthread_mutex_unlock(&q->lock);
    return (int64_t)found;
}

static int64_t run(struct queue *q, const struct kevent *changes, size_t nchanges, struct kevent *events,
                   size_t nevents, const struct timespec *timeout) {
    int64_t deadline = deadline_of(timeout);
    if (nchanges > 0) {
        pthread_mutex_lock(&q->lock);
        int64_t written = apply(q, changes, nchanges, events, nevents);
        int error = errno;
        arm(q, q->queued > 0 || q->armed);
        pthread_mutex_unlock(&q->lock);
        errno = error;
        if (written != 0) {
            return written;
        }
    }
    if (nevents == 0) {
        return 0;
    }
    for (;;) {
        if (is_closed(q)) {
            errno = EBADF;
            return -1;
        }
        int64_t found = locked_scan(q, events, nevents);
        if (found != 0) {
            return found;
        }
        int woken = block(q, deadline);
        if (woken <= 0) {
            return woken;
        }
    }
}

EXPORT int KEVENT_SYMBOL(int kq, const struct kevent *changes, kevent_count nchanges, struct kevent *events,
                         kevent_count nevents, const struct timespec *timeout) {
#if LAYOUT != 40
    if (nchanges < 0 || nevents < 0) {
        errno = EINVAL;
        return -1;
    }
#endif
    if (!is_valid(timeout)) {
        errno = EINVAL;
        return -1;
    }
    struct queue *q = enter(kq);
    if (q == NULL) {
        errno = EBADF;
        return -1;
    }
    int64_t result = run(q, changes, (size_t)nchanges, events, (size_t)nevents, timeout);
    int error = errno;
    leave(q);
    errno = error;
    return (int)result;
}
