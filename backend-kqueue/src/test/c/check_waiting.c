/* Timeouts, signals, several threads, the queue as a descriptor, and what remains open. */
#define _GNU_SOURCE
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>

#define PIPES 16
#define WAITERS 4
#define BYTES 20000

static struct kevent e[8];

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void a_timeout_is_never_early(void) {
    int kq = kqueue();
    const long lengths[] = {1, 50000, 100000, 1000000, 3100000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct timespec t = {0, lengths[i]};
        int64_t start = now();
        CHECK(KEVENT_SYMBOL(kq, NULL, 0, e, 8, &t) == 0 && now() - start >= lengths[i]);
    }
    struct timespec wrong = {0, 1000000000};
    CHECK(KEVENT_SYMBOL(kq, NULL, 0, e, 8, &wrong) == -1 && errno == EINVAL);
    CHECK(KEVENT_SYMBOL(kq, NULL, 0, e, 0, NULL) == 0); /* no room: at once, whatever the timeout */
    close(kq);
}

static void ignore(int signal) { (void)signal; }

static void a_signal_interrupts_after_the_changes(void) {
    int p[2], kq = kqueue();
    CHECK(pipe(p) == 0);
    struct sigaction action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval storm = {.it_interval.tv_usec = 2000, .it_value.tv_usec = 2000}, calm = {0};
    struct kevent c = {.ident = (uintptr_t)p[0], .filter = EVFILT_READ, .flags = EV_ADD};
    struct timespec generous = {20, 0};
    setitimer(ITIMER_REAL, &storm, NULL);
    CHECK(KEVENT_SYMBOL(kq, &c, 1, e, 8, &generous) == -1 && errno == EINTR);
    setitimer(ITIMER_REAL, &calm, NULL);
    CHECK(write(p[1], "x", 1) == 1 && fetch(kq, e, 8) == 1);
    close(kq), close(p[0]), close(p[1]);
}

static void the_queue_is_readable_while_something_is_queued(void) {
    int p[2], kq = kqueue(), outer = kqueue();
    struct pollfd pfd = {.fd = kq, .events = POLLIN};
    CHECK(pipe(p) == 0 && change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0) == 0);
    CHECK(change(outer, (uintptr_t)kq, EVFILT_READ, EV_ADD, 0, 0) == 0);
    CHECK(poll(&pfd, 1, 0) == 0 && fetch(outer, e, 8) == 0);
    CHECK(write(p[1], "x", 1) == 1 && poll(&pfd, 1, 0) == 1 && fetch(outer, e, 8) == 1);
    CHECK(fetch(kq, e, 8) == 1 && poll(&pfd, 1, 0) == 1);
    char b;
    CHECK(read(p[0], &b, 1) == 1 && fetch(kq, e, 8) == 0 && poll(&pfd, 1, 0) == 0);
    CHECK(change(kq, 1, EVFILT_USER, EV_ADD | EV_CLEAR, NOTE_TRIGGER, 0) == 0 && poll(&pfd, 1, 0) == 1);
    CHECK(fetch(kq, e, 8) == 1 && poll(&pfd, 1, 0) == 0);
    close(kq), close(outer), close(p[0]), close(p[1]);
}

struct crowd {
    int kq;
    int pipes[PIPES][2];
    atomic_int busy[PIPES];
    atomic_int taken;
};

/* Reads one byte per one-shot event; no two threads may hold one pipe. */
static void *wait_in_crowd(void *argument) {
    struct crowd *crowd = argument;
    struct kevent event;
    while (atomic_load(&crowd->taken) < BYTES) {
        struct timespec t = {20, 0};
        CHECK(KEVENT_SYMBOL(crowd->kq, NULL, 0, &event, 1, &t) == 1);
        if (event.filter == EVFILT_USER) {
            break;
        }
        uintptr_t i = (uintptr_t)event.udata;
        char b;
        CHECK(atomic_fetch_add(&crowd->busy[i], 1) == 0);
        CHECK(read(crowd->pipes[i][0], &b, 1) == 1);
        atomic_fetch_sub(&crowd->busy[i], 1);
        if (atomic_fetch_add(&crowd->taken, 1) + 1 == BYTES) {
            CHECK(change(crowd->kq, 1, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 0) == 0);
        }
        CHECK(change(crowd->kq, event.ident, EVFILT_READ, EV_ENABLE, 0, i) == 0);
    }
    return NULL;
}

static void several_threads_wait_on_one_queue(void) {
    static struct crowd crowd;
    pthread_t waiters[WAITERS];
    crowd.kq = kqueue();
    for (int i = 0; i < WAITERS; i++) {
        CHECK(pthread_create(&waiters[i], NULL, wait_in_crowd, &crowd) == 0);
    }
    for (uintptr_t i = 0; i < PIPES; i++) { /* while they wait */
        CHECK(pipe(crowd.pipes[i]) == 0);
        CHECK(change(crowd.kq, (uintptr_t)crowd.pipes[i][0], EVFILT_READ, EV_ADD | EV_DISPATCH, 0, i) == 0);
    }
    for (int i = 0; i < BYTES; i++) {
        CHECK(write(crowd.pipes[i % PIPES][1], "x", 1) == 1);
    }
    for (int i = 0; i < WAITERS; i++) {
        pthread_join(waiters[i], NULL);
    }
    CHECK(atomic_load(&crowd.taken) == BYTES);
    close(crowd.kq);
    for (int i = 0; i < PIPES; i++) {
        close(crowd.pipes[i][0]), close(crowd.pipes[i][1]);
    }
}

static void *wait_until_closed(void *kq) {
    struct kevent event;
    CHECK(KEVENT_SYMBOL(*(int *)kq, NULL, 0, &event, 1, NULL) == -1 && errno == EBADF);
    return NULL;
}

static int open_descriptors(void) {
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (readdir(dir) != NULL) {
        n++;
    }
    closedir(dir);
    return n;
}

static void closing_the_queue_ends_its_waiters_and_leaves_nothing(void) {
    int before = open_descriptors();
    for (int i = 0; i < 50; i++) {
        pthread_t waiter;
        int kq = kqueue();
        CHECK(pthread_create(&waiter, NULL, wait_until_closed, &kq) == 0);
        if (i % 2 == 0) {
            sched_yield();
        }
        CHECK(close(kq) == 0);
        pthread_join(waiter, NULL);
    }
    CHECK(open_descriptors() == before);
}

void test_waiting(void) {
    a_timeout_is_never_early();
    a_signal_interrupts_after_the_changes();
    the_queue_is_readable_while_something_is_queued();
    several_threads_wait_on_one_queue();
    closing_the_queue_ends_its_waiters_and_leaves_nothing();
}
