/* The notes of one queue: registered, announced, fetched. Every function here runs with the queue's lock held. */
#define _GNU_SOURCE
#include "knote.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const uint32_t announced_by[FD_CLASSES] = {
    [CLASS_READ] = EPOLLIN | EPOLLRDHUP,
    [CLASS_WRITE] = EPOLLOUT | EPOLLRDHUP,
    [CLASS_EXCEPT] = EPOLLPRI | EPOLLIN | EPOLLRDHUP,
};

static int class_of(const struct kevent *change) {
    switch (change->filter) {
    case EVFILT_READ:
        return CLASS_READ;
    case EVFILT_WRITE:
        return CLASS_WRITE;
    case EVFILT_USER:
        return CLASS_USER;
#ifdef EVFILT_EXCEPT
    case EVFILT_EXCEPT:
        return CLASS_EXCEPT;
#endif
    default:
        return -1;
    }
}

static size_t bucket_of(uintptr_t ident) { return (ident ^ (ident >> 12)) % BUCKETS; }

static struct knote *find(struct queue *q, uintptr_t ident, int class) {
    struct knote *note;
    LIST_FOREACH(note, &q->buckets[bucket_of(ident)], bucket) {
        if (note->event.ident == ident && (int)note->class == class) {
            return note;
        }
    }
    return NULL;
}

static void enqueue(struct queue *q, struct knote *note) {
    if (!note->queued) {
        note->queued = true;
        q->queued++;
        TAILQ_INSERT_TAIL(&q->active, note, queue);
    }
}

static void dequeue(struct queue *q, struct knote *note) {
    if (note->queued) {
        note->queued = false;
        q->queued--;
        TAILQ_REMOVE(&q->active, note, queue);
    }
}

static void forget(struct queue *q, struct knote *note) {
    dequeue(q, note);
    LIST_REMOVE(note, bucket);
    free(note);
}

/* True while the number still names the open file that was registered: see knote.h. */
static bool is_same_file(struct queue *q, const struct knote *note) {
    int fd = (int)note->event.ident;
    if (note->class == CLASS_USER) {
        return true;
    }
    if (note->kind == KIND_VNODE) {
        struct stat st;
        return fstat(fd, &st) == 0 && st.st_dev == note->dev && st.st_ino == note->ino;
    }
    struct epoll_event nothing = {.events = 0};
    int set = q->set[note->class];
    if (epoll_ctl(set, EPOLL_CTL_ADD, fd, &nothing) == 0) {
        epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL);
        return false;
    }
    return errno == EEXIST;
}

/* The entry is there before the filter runs, so nothing that happens in between is lost. */
static int announce(struct queue *q, struct knote *note) {
    if (note->class == CLASS_USER || note->kind == KIND_VNODE) {
        return 0;
    }
    struct epoll_event entry = {
        .events = announced_by[note->class] | EPOLLET,
        .data.u64 = (uint64_t)note->generation << 32 | (uint32_t)note->event.ident,
    };
    if (epoll_ctl(q->set[note->class], EPOLL_CTL_ADD, (int)note->event.ident, &entry) != 0) {
        return errno == EPERM ? EINVAL : errno;
    }
    return 0;
}

static void delete(struct queue *q, struct knote *note) {
    if (note->class != CLASS_USER && note->kind != KIND_VNODE) {
        epoll_ctl(q->set[note->class], EPOLL_CTL_DEL, (int)note->event.ident, NULL);
    }
    forget(q, note);
}

static int add(struct queue *q, const struct kevent *change, int class, struct knote **added) {
    struct knote *note = calloc(1, sizeof *note);
    if (note == NULL) {
        return ENOMEM;
    }
    note->event = *change;
    note->event.flags &= EV_ONESHOT | EV_CLEAR | EV_DISPATCH;
    note->class = class;
    note->generation = ++q->generations;
    int error = filter_attach(note);
    if (error == 0) {
        error = announce(q, note);
    }
    if (error != 0) {
        free(note);
        return error;
    }
    if (class == CLASS_USER) {
        note->event.fflags = 0;
    }
    LIST_INSERT_HEAD(&q->buckets[bucket_of(change->ident)], note, bucket);
    *added = note;
    return 0;
}

static void touch_user(struct knote *note, const struct kevent *change) {
    uint32_t given = change->fflags & NOTE_FFLAGSMASK;
    switch (change->fflags & NOTE_FFCTRLMASK) {
    case NOTE_FFAND:
        note->event.fflags &= given;
        break;
    case NOTE_FFOR:
        note->event.fflags |= given;
        break;
    case NOTE_FFCOPY:
        note->event.fflags = given;
        break;
    default:
        break;
    }
    note->event.data = change->data;
    if (change->fflags & NOTE_TRIGGER) {
        note->triggered = true;
    }
}

int queue_change(struct queue *q, const struct kevent *change) {
    int class = class_of(change);
    if (class < 0) {
        return EINVAL;
    }
    if (class != CLASS_USER && (change->ident > INT32_MAX || fcntl((int)change->ident, F_GETFD) < 0)) {
        return EBADF;
    }
    struct knote *note = find(q, change->ident, class);
    if (note != NULL && !is_same_file(q, note)) {
        forget(q, note);
        note = NULL;
    }
    if (note == NULL) {
        if (!(change->flags & EV_ADD)) {
            return ENOENT;
        }
        int error = add(q, change, class, &note);
        if (error != 0) {
            return error;
        }
    }
    if (change->flags & EV_DELETE) {
        delete(q, note);
        return 0;
    }
    note->event.udata = change->udata;
    if (class == CLASS_USER) {
        touch_user(note, change);
    }
    if (change->flags & EV_DISABLE) {
        note->disabled = true;
    } else if (change->flags & (EV_ADD | EV_ENABLE)) {
        note->disabled = false;
    }
    if (note->disabled) {
        dequeue(q, note);
    } else if (filter_run(note).holds) {
        enqueue(q, note);
    }
    return 0;
}

void queue_collect(struct queue *q) {
    struct epoll_event entries[256];
    for (int class = 0; class < FD_CLASSES; class++) {
        int n;
        do {
            n = epoll_wait(q->set[class], entries, 256, 0);
            for (int i = 0; i < n; i++) {
                struct knote *note = find(q, (uint32_t)entries[i].data.u64, class);
                if (note != NULL && note->generation == entries[i].data.u64 >> 32 && !note->disabled) {
                    enqueue(q, note);
                }
            }
        } while (n == 256);
    }
}

static void deliver(struct queue *q, struct knote *note, struct condition c, struct kevent *event) {
    *event = note->event;
    event->flags |= c.eof ? EV_EOF : 0;
    event->fflags = c.fflags;
    event->data = c.data;
    if (note->event.flags & EV_ONESHOT) {
        delete(q, note);
        return;
    }
    if (note->event.flags & EV_CLEAR) {
        note->triggered = false;
    }
    if (note->event.flags & EV_DISPATCH) {
        note->disabled = true;
    } else if (!(note->event.flags & EV_CLEAR)) {
        enqueue(q, note); /* level: at the tail, so that each note has its turn */
    }
}

size_t queue_scan(struct queue *q, struct kevent *events, size_t limit) {
    size_t found = 0;
    for (size_t left = q->queued; left > 0 && found < limit; left--) {
        struct knote *note = TAILQ_FIRST(&q->active);
        dequeue(q, note);
        if (!is_same_file(q, note)) {
            forget(q, note);
            continue;
        }
        struct condition c = filter_run(note);
        if (c.holds) {
            deliver(q, note, c, &events[found++]);
        }
    }
    return found;
}

struct queue *queue_new(void) {
    struct queue *q = calloc(1, sizeof *q);
    if (q == NULL) {
        return NULL;
    }
    pthread_mutex_init(&q->lock, NULL);
    TAILQ_INIT(&q->active);
    for (int class = 0; class < FD_CLASSES; class++) {
        q->set[class] = epoll_create1(EPOLL_CLOEXEC);
        if (q->set[class] < 0) {
            int error = errno;
            queue_free(q);
            errno = error;
            return NULL;
        }
    }
    return q;
}

void queue_free(struct queue *q) {
    for (int class = 0; class < FD_CLASSES; class++) {
        if (q->set[class] > 0) {
            syscall(SYS_close, q->set[class]);
        }
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        while (!LIST_EMPTY(&q->buckets[i])) {
            forget(q, LIST_FIRST(&q->buckets[i]));
        }
    }
    pthread_mutex_destroy(&q->lock);
    free(q);
}
