/*
 * What all workers share: the protocol (PROTOCOL.md), descriptors, clock, random numbers and percentiles.
 * Nothing in here is called once per event, but read_byte and write_byte.
 */
#ifndef COMMON_H
#define COMMON_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#define INLINE static inline __attribute__((always_inline))

/* Interests, in each mechanism's own bits only inside its file. */
enum { WATCH_READ = 1, WATCH_WRITE = 2 };

/* What a mechanism did since the round began. Kept by the raw loops themselves, by interpose.c for libraries. */
struct counters {
    int64_t waits;    /* poll, ppoll, epoll_wait and its relatives */
    int64_t controls; /* epoll_ctl */
    int64_t scanned;  /* descriptors that were looked at */
    int error;        /* errno of the first wait, read or write that failed; 0 when none has */
};
extern struct counters counters;

/* Remembers a failure from inside a handler, which must not leave its library by longjmp. */
INLINE void note_error(int error)
{
    if (counters.error == 0)
        counters.error = error;
}

/* What a mechanism needs beside descriptors: some libraries are slower for it. */
enum need { NOTHING_MORE, WAKER_TOO, FINE_TIMER_TOO };

/* What a handler is called with for a wake-up, in place of an index. */
enum { WAKER = -1 };

/* --- requests --------------------------------------------------------------------------------------------- */

struct request;

#define REQUIRED INT64_MIN

/* A value from low to high; `absent` when the key is missing, unless that is REQUIRED. */
int64_t request_number(struct request *, const char *key, int64_t absent, int64_t low, int64_t high);
/* As request_number, for a decimal fraction above 0 and up to 1. */
double request_fraction(struct request *, const char *key, double absent);
/* Position of the value in `choices` ("pipe|socket"); `absent` may be REQUIRED. */
int request_choice(struct request *, const char *key, const char *choices, int64_t absent);
/* Refuses the keys that nobody asked for. Call it before anything is opened. */
void request_end(struct request *);

/* Gives up the request under way: what a handler or a thread must not do. Replies `error message=...`. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* As fail, with the call's name and the text of errno. */
_Noreturn void fail_errno(const char *call);
/* The same from another thread, which has nobody to return to: the worker ends. */
_Noreturn void die(const char *call);

/* --- the worker ------------------------------------------------------------------------------------------- */

/* How much a round shall do: so many iterations, or, when they are 0, as many as fit in so much time. */
struct budget {
    int64_t iterations, nanos;
};

struct scenario {
    const char *name;
    void (*setup)(struct request *);
    void (*round)(struct budget); /* checks, then prints the result */
};

struct contender {
    const char *name;
    const char *version;
    const struct scenario *scenarios; /* ends with a null name */
    void (*teardown)(void);           /* also after a setup that failed half way */
};

/* Answers requests until there are no more; returns the exit status. */
int serve(const struct contender *);

/* The version of a contender that is nothing but system calls. */
const char *kernel_release(void);

/* --- descriptors ------------------------------------------------------------------------------------------ */

enum kind { PIPE, SOCKET };

struct pair {
    int watched;
    int other; /* what is written here can be read from `watched` */
};

/* Opens `count` pairs, or fails, naming the limit, when `count` (of which `extra` were not asked for) can't fit. */
struct pair *open_pairs(int count, int extra, enum kind);
void close_pairs(struct pair *, int count);
/* Memory filled with zeros; never null. */
void *allocate(int64_t count, size_t size);

INLINE bool read_byte(int fd)
{
    char byte;
    ssize_t got = read(fd, &byte, 1);
    return got == 1;
}

INLINE bool write_byte(int fd)
{
    return write(fd, "v", 1) == 1;
}

/* --- clock, random numbers, samples ----------------------------------------------------------------------- */

#define SECOND INT64_C(1000000000)

INLINE int64_t clock_nanos(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * SECOND + at.tv_nsec;
}

INLINE int64_t now(void)
{
    return clock_nanos(CLOCK_MONOTONIC);
}

INLINE struct timespec to_timespec(int64_t nanos)
{
    return (struct timespec){.tv_sec = nanos / SECOND, .tv_nsec = nanos % SECOND};
}

/* xorshift64*: the same subsets in every contender, whatever its language. */
INLINE uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

INLINE uint64_t random_below(uint64_t *state, uint64_t bound)
{
    return (random_next(state) >> 32) * bound >> 32;
}

/* For qsort of int64_t. */
int ascending(const void *left, const void *right);

struct samples {
    int64_t *values;
    int64_t count, capacity;
};

void samples_add(struct samples *, int64_t value);
/* Sorts, then prints count, p50, p99, p999 and max. */
void samples_report(struct samples *);

#endif
