/* What all scenarios do: descriptors, the helper thread, waiting for events, measuring. Part of scenarios.h. */

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef KNOWS_READY
INLINE void mechanism_told(int index)
{
    (void)index;
}

INLINE void mechanism_told_again(void) {}
#endif

static struct {
    struct pair *pairs;
    int count;            /* of pairs */
    int watched, active;
    bool block;
    int64_t events, spurious;
    uint64_t *seen, *sent; /* by index */

    int64_t hops, written; /* ring: to be written in this iteration, and written so far */

    int *deck; /* busy, gooch */
    int deck_size, drawn;
    uint64_t random;

    bool update, apply; /* churn */

    int64_t timeout, early; /* timeout; wakeup and timeout share the samples */
    struct samples samples;

    pthread_t helper; /* wakes the poller, or writes */
    bool helper_runs;
    atomic_bool helper_stop;
    sem_t orders, done; /* an order is for one wake-up, or for one round of slices */

    int64_t pause; /* wakeup */
    _Atomic int64_t woken_at;
    bool woken;

    int64_t slice, slices, start; /* gooch: a slice's length, how many, when the first begins */
    int64_t *moments;             /* of the writes in one slice */

    int64_t period; /* drift: from one move to the next */
    int moves;
    bool *hot;      /* by index: whether it is active now */
    double *up_to;  /* by rank: the sum of the weights; null where a set is active */
    int *drawn_in;  /* by index: the draw that it was last in */
    int draws;
} run;

static int spread(int i, int n)
{
    return (int)((int64_t)i * run.watched / n);
}

/* Nothing is ever ready: whatever comes is told from events that were asked for. */
INLINE void idle_handler(int index)
{
    (void)index;
    run.events++;
}
DEFINE_HANDLER(idle_handler)

static int64_t request_watched(struct request *request, int64_t absent)
{
    return request_number(request, "watched", absent, 1, 1000000000);
}

INLINE bool request_block(struct request *request)
{
    return request_choice(request, "wait", "now|block", 0) == 1;
}

static void check_errors(void)
{
    if (counters.error != 0)
        fail("a wait, read or write failed: %s", strerror(counters.error));
}

/* Opens `watched` pairs and `extra` ones, and the mechanism. */
static void open_all(int extra, enum kind kind, enum need need)
{
    run.pairs = open_pairs(run.watched + extra, extra, kind);
    run.count = run.watched + extra;
    run.seen = allocate(run.count, sizeof *run.seen);
    run.sent = allocate(run.count, sizeof *run.sent);
    mechanism_open(run.count, need);
}

#define add_watched(handler)                                                                                           \
    do {                                                                                                               \
        for (int i = 0; i < run.watched; i++)                                                                          \
            mechanism_add(i, run.pairs[i].watched, handler);                                                           \
        mechanism_wait(false, handler);                                                                                \
        check_errors();                                                                                                \
    } while (0)

/* Counts before it writes: gooch calls it in another thread than the one that compares sent and seen. */
static void make_ready(int index)
{
    run.sent[index]++;
    mechanism_told(index);
    if (!write_byte(run.pairs[index].other))
        note_error(errno);
}

static void start_helper(void *(*body)(void *))
{
    sem_init(&run.orders, 0, 0);
    sem_init(&run.done, 0, 0);
    int error = pthread_create(&run.helper, NULL, body, NULL);
    if (error != 0)
        fail("pthread_create: %s", strerror(error));
    run.helper_runs = true;
}

static void order_helper(void)
{
    sem_post(&run.orders);
}

static void await(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        continue;
}

static void sleep_until(int64_t moment)
{
    struct timespec at = to_timespec(moment);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
        continue;
}

static void stop_helper(void)
{
    if (!run.helper_runs)
        return;
    run.helper_stop = true;
    order_helper();
    pthread_join(run.helper, NULL);
}

static void close_all(void)
{
    stop_helper();
    mechanism_close();
    close_pairs(run.pairs, run.count);
    free(run.seen);
    free(run.sent);
    free(run.deck);
    free(run.moments);
    free(run.hot);
    free(run.up_to);
    free(run.drawn_in);
    free(run.samples.values);
    memset(&run, 0, sizeof run);
    memset(&counters, 0, sizeof counters);
}

/* A wait brought no event. Once is spurious; for ever is an event lost, if something was ready all the time. */
static __attribute__((noinline)) void nothing_came(int *times)
{
    check_errors();
    run.spurious++;
    if (++*times == 1000 && !run.block)
        fail("an event was lost: 1,000 waits in a row brought nothing while bytes lay unread");
}

/* Waits until the handler has counted `goal` events. */
#define wait_for(goal, handler)                                                                                        \
    do {                                                                                                               \
        int empty = 0;                                                                                                 \
        while (run.events < (goal)) {                                                                                  \
            int64_t before = run.events;                                                                               \
            mechanism_wait(run.block, handler);                                                                        \
            if (__builtin_expect(run.events == before, 0))                                                             \
                nothing_came(&empty);                                                                                  \
        }                                                                                                              \
    } while (0)

struct measured {
    int64_t iterations, nanos, cpu;
};

/* What the polling thread has used of a processor, and the threads that wait in its place. */
static int64_t poller_cpu(void)
{
#ifdef HAS_THREADS
    int64_t others = mechanism_cpu();
#else
    int64_t others = 0;
#endif
    return others + clock_nanos(CLOCK_THREAD_CPUTIME_ID);
}

/* The chunks double until each is a twentieth of the time: looking at the clock costs nothing that could be seen. */
static struct measured measure(struct budget budget, void (*iterate)(int64_t iterations))
{
    memset(run.seen, 0, (size_t)run.count * sizeof *run.seen);
    memset(run.sent, 0, (size_t)run.count * sizeof *run.sent);
    memset(&counters, 0, sizeof counters);
    run.events = run.spurious = run.early = run.samples.count = 0;

    int64_t done = 0, chunk = budget.iterations > 0 ? budget.iterations : 1;
    int64_t cpu = poller_cpu(), start = now(), end = start;
    do {
        int64_t before = end;
        iterate(chunk);
        done += chunk;
        end = now();
        if (end - before < budget.nanos / 20)
            chunk *= 2;
    } while (end - start < budget.nanos);
    cpu = poller_cpu() - cpu;
    check_errors();
    return (struct measured){.iterations = done, .nanos = end - start, .cpu = cpu};
}

/* Begins the reply; the caller ends the line. */
static void report(struct measured measured)
{
    printf("result iterations=%lld events=%lld nanos=%lld cpu=%lld waits=%lld controls=%lld calls=%lld scanned=%lld "
           "spurious=%lld",
           (long long)measured.iterations, (long long)run.events, (long long)measured.nanos, (long long)measured.cpu,
           (long long)counters.waits, (long long)counters.controls, (long long)(counters.waits + counters.controls),
           (long long)counters.scanned, (long long)run.spurious);
}

static void settle(void (*iterate)(int64_t iterations))
{
    measure((struct budget){.iterations = 1}, iterate);
}

static void check_sent_equals_seen(void)
{
    for (int i = 0; i < run.count; i++)
        if (run.sent[i] != run.seen[i])
            fail("descriptor %d was made ready %llu times and seen %llu times", i, (unsigned long long)run.sent[i],
                 (unsigned long long)run.seen[i]);
}

static void make_deck(int size)
{
    run.deck_size = size;
    run.deck = allocate(size, sizeof *run.deck);
    for (int i = 0; i < size; i++)
        run.deck[i] = spread(i, size);
}

/* Leaves the drawn ones in deck[0 ... drawn - 1]. */
static void draw(void)
{
    for (int i = 0; i < run.drawn; i++) {
        int other = i + (int)random_below(&run.random, (uint64_t)(run.deck_size - i));
        int index = run.deck[other];
        run.deck[other] = run.deck[i];
        run.deck[i] = index;
    }
}

/* Reads the byte that make_ready wrote. */
INLINE void reading_handler(int index)
{
    if (__builtin_expect(!read_byte(run.pairs[index].watched), 0)) {
        run.spurious++;
        return;
    }
    run.seen[index]++;
    run.events++;
}
DEFINE_HANDLER(reading_handler)
