/*
 * What the fixture keeps in memory: a queue holds notes ("knotes"), each the pair (ident, filter).
 *
 * How the kernel's parts are played on Linux:
 *   - KNOTE(), "something happened to this descriptor": an edge-triggered epoll entry. One epoll set per
 *     filter, since sockets and pipes of the BSDs keep separate note lists for reading and writing.
 *   - f_event(), "does the condition hold now": poll(2) with a zero timeout and some ioctls, run when a note is
 *     registered, when KNOTE() says so and again when the event is fetched.
 *   - close(2) removing notes: a note whose descriptor no longer is the file that was registered is dropped
 *     when it is met. Linux tells by epoll_ctl(ADD): EEXIST means the same number and the same open file.
 *     A duplicate put back under the old number with dup2(2) can't be told from the original that way.
 */
#ifndef VIGIL_FIXTURE_KNOTE_H
#define VIGIL_FIXTURE_KNOTE_H

#include "event.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/queue.h>
#include <sys/types.h>

#define BUCKETS 4096

enum filter_class { CLASS_READ, CLASS_WRITE, CLASS_EXCEPT, FD_CLASSES, CLASS_USER = FD_CLASSES };

enum file_kind { KIND_SOCKET, KIND_PIPE, KIND_VNODE, KIND_OTHER };

struct knote {
    struct kevent event; /* as registered; flags without the actions */
    enum filter_class class;
    enum file_kind kind;
    int domain, type; /* of a socket */
    bool listening;
    bool disabled;
    bool queued;
    bool triggered;      /* EVFILT_USER */
    uint32_t generation; /* tells this note's epoll entry from an older one's with the same number */
    dev_t dev;           /* identity of a vnode, which epoll refuses */
    ino_t ino;
    LIST_ENTRY(knote) bucket;
    TAILQ_ENTRY(knote) queue;
};

struct queue {
    pthread_mutex_t lock;
    int fd;            /* what kqueue() returned: an epoll descriptor that holds the sets below */
    int set[FD_CLASSES];
    bool armed;        /* the beacon makes fd readable: there are queued notes */
    bool closed;
    int users;         /* threads inside kevent(); guarded by the lock of all queues */
    uint32_t generations;
    size_t queued;
    TAILQ_HEAD(, knote) active;
    LIST_HEAD(, knote) buckets[BUCKETS];
};

/** What a filter says about its condition. */
struct condition {
    bool holds;
    bool eof;
    uint32_t fflags;
    int64_t data;
};

/** Learns what kind of file a new note watches; 0, or the errno that EV_ADD ends with. */
int filter_attach(struct knote *note);

/** Runs the filter now. */
struct condition filter_run(const struct knote *note);

/** Applies one change; 0 or an errno. The queue is locked. */
int queue_change(struct queue *q, const struct kevent *change);

/** Moves what the kernel announced to the list of active notes. The queue is locked. */
void queue_collect(struct queue *q);

/** Fetches up to limit events; the queue is locked. */
size_t queue_scan(struct queue *q, struct kevent *events, size_t limit);

/** Creates the memory and the sets of a queue; NULL with errno. */
struct queue *queue_new(void);

/** Frees memory and sets; fd itself is the caller's. */
void queue_free(struct queue *q);

#endif
