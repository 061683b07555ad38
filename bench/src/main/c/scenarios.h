/*
 * The scenarios of PROTOCOL.md, compiled once into each contender, after its mechanism, so that the compiler can
 * put a handler into the loop that calls it, as one would write it by hand. A mechanism defines, before this:
 *
 *   NAME                                    the contender's
 *   VERSION()
 *   DEFINE_HANDLER(handler)                 what a library calls in place of void handler(int index); or nothing
 *   mechanism_open(capacity, wakeable)      for descriptors 0 ... capacity - 1; fails by itself
 *   mechanism_close()                       also when only partly open
 *   mechanism_add(index, fd, handler)       watches for READ
 *   mechanism_wait(block, handler)          one wait; calls the handler for each descriptor that is ready
 *   mechanism_sleep(nanos, handler)         one wait with that timeout
 *   mechanism_wake()                        from any thread; the handler is called with WAKER
 *   mechanism_woken()                       what the poller must do to be woken again
 *
 * and one of these two:
 *
 *   mechanism_remove(index, fd), mechanism_update(index, fd, interest, handler)
 *   KNOWS_READY, for the floor without waiting, which is told what was made ready:
 *   mechanism_told(index), mechanism_told_again()
 */
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
} run;

/* --- what all scenarios do -------------------------------------------------------------------------------- */

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
    return request_number(request, "watched", absent, 1, 10000000);
}

static bool request_block(struct request *request)
{
    return request_choice(request, "wait", "now|block", 0) == 1;
}

static void check_errors(void)
{
    if (counters.error != 0)
        fail("a wait, read or write failed: %s", strerror(counters.error));
}

/* Opens `watched` pairs and `extra` ones, and the mechanism. */
static void open_all(int extra, enum kind kind, bool wakeable)
{
    run.pairs = open_pairs(run.watched + extra, extra, kind);
    run.count = run.watched + extra;
    run.seen = allocate(run.count, sizeof *run.seen);
    run.sent = allocate(run.count, sizeof *run.sent);
    mechanism_open(run.count, wakeable);
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

/* The chunks double until each is a twentieth of the time: looking at the clock costs nothing that could be seen. */
static struct measured measure(struct budget budget, void (*iterate)(int64_t iterations))
{
    memset(run.seen, 0, (size_t)run.count * sizeof *run.seen);
    memset(run.sent, 0, (size_t)run.count * sizeof *run.sent);
    memset(&counters, 0, sizeof counters);
    run.events = run.spurious = run.early = run.samples.count = 0;

    int64_t done = 0, chunk = budget.iterations > 0 ? budget.iterations : 1;
    int64_t cpu = clock_nanos(CLOCK_THREAD_CPUTIME_ID), start = now(), end = start;
    do {
        int64_t before = end;
        iterate(chunk);
        done += chunk;
        end = now();
        if (end - before < budget.nanos / 20)
            chunk *= 2;
    } while (end - start < budget.nanos);
    cpu = clock_nanos(CLOCK_THREAD_CPUTIME_ID) - cpu;
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

/* --- ready ------------------------------------------------------------------------------------------------ */

INLINE void ready_handler(int index)
{
    run.seen[index]++;
    run.events++;
}
DEFINE_HANDLER(ready_handler)

static void ready_iterate(int64_t iterations)
{
    int64_t goal = run.events;
    for (int64_t i = 0; i < iterations; i++) {
        goal += run.active;
        mechanism_told_again();
        wait_for(goal, ready_handler);
    }
}

static void ready_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.active = (int)request_number(request, "active", REQUIRED, 1, run.watched);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    run.block = request_block(request);
    request_end(request);
    open_all(0, kind, false);
    add_watched(ready_handler);
    for (int i = 0; i < run.active; i++)
        make_ready(spread(i, run.active));
    settle(ready_iterate);
}

static void ready_round(struct budget budget)
{
    struct measured measured = measure(budget, ready_iterate);
    int64_t each = run.events / run.active, rest = run.events % run.active;
    int64_t expected = 0;
    for (int i = 0; i < run.active; i++) {
        int64_t seen = (int64_t)run.seen[spread(i, run.active)];
        if (seen != each && (rest == 0 || seen != each + 1))
            fail("descriptor %d was reported %lld times, others %lld times", spread(i, run.active), (long long)seen,
                 (long long)each);
        expected += seen;
    }
    if (expected != run.events)
        fail("%lld events came from descriptors that are not ready", (long long)(run.events - expected));
    report(measured);
    printf("\n");
}

/* --- ring ------------------------------------------------------------------------------------------------- */

static inline void pass_token(int index)
{
    run.written++;
    make_ready(index);
}

INLINE void ring_handler(int index)
{
    if (__builtin_expect(!read_byte(run.pairs[index].watched), 0)) {
        run.spurious++;
        return;
    }
    run.seen[index]++;
    run.events++;
    if (run.written < run.hops)
        pass_token(index + 1 == run.watched ? 0 : index + 1);
}
DEFINE_HANDLER(ring_handler)

static void ring_iterate(int64_t iterations)
{
    int64_t goal = run.events;
    for (int64_t i = 0; i < iterations; i++) {
        goal += run.hops;
        run.written = 0;
        for (int token = 0; token < run.active; token++)
            pass_token(spread(token, run.active));
        wait_for(goal, ring_handler);
    }
}

static void ring_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.active = (int)request_number(request, "active", REQUIRED, 1, run.watched);
    run.hops = request_number(request, "hops", run.active > 1000 ? run.active : 1000, run.active, 100000000);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", SOCKET);
    run.block = request_block(request);
    request_end(request);
    open_all(0, kind, false);
    add_watched(ring_handler);
    settle(ring_iterate);
}

static void ring_round(struct budget budget)
{
    struct measured measured = measure(budget, ring_iterate);
    if (run.events != measured.iterations * run.hops)
        fail("%lld bytes were read, not %lld", (long long)run.events, (long long)(measured.iterations * run.hops));
    check_sent_equals_seen();
    report(measured);
    printf("\n");
}

/* --- busy ------------------------------------------------------------------------------------------------- */

static void busy_iterate(int64_t iterations)
{
    int64_t goal = run.events;
    for (int64_t i = 0; i < iterations; i++) {
        goal += run.drawn;
        draw();
        for (int j = 0; j < run.drawn; j++)
            make_ready(run.deck[j]);
        wait_for(goal, reading_handler);
    }
}

static void busy_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.active = (int)request_number(request, "active", REQUIRED, 1, run.watched);
    double share = request_fraction(request, "share", 0.5);
    run.random = (uint64_t)request_number(request, "seed", 1, 1, INT64_MAX);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    run.block = request_block(request);
    request_end(request);
    open_all(0, kind, false);
    make_deck(run.active);
    run.drawn = (int)(share * run.active + 0.5);
    if (run.drawn == 0)
        run.drawn = 1;
    add_watched(reading_handler);
    settle(busy_iterate);
}

static void busy_round(struct budget budget)
{
    struct measured measured = measure(budget, busy_iterate);
    check_sent_equals_seen();
    report(measured);
    printf(" drawn=%d\n", run.drawn);
}

/* --- churn ------------------------------------------------------------------------------------------------ */

#ifndef KNOWS_READY
INLINE void churn_apply(void)
{
    if (run.apply)
        mechanism_wait(false, idle_handler);
}

static void churn_register(int64_t iterations)
{
    int extra = run.watched, fd = run.pairs[extra].watched;
    for (int64_t i = 0; i < iterations; i++) {
        mechanism_add(extra, fd, idle_handler);
        churn_apply();
        mechanism_remove(extra, fd);
        churn_apply();
    }
}

static void churn_update(int64_t iterations)
{
    int extra = run.watched, fd = run.pairs[extra].watched;
    for (int64_t i = 0; i < iterations; i++) {
        mechanism_update(extra, fd, WATCH_READ | WATCH_WRITE, idle_handler);
        churn_apply();
        mechanism_update(extra, fd, WATCH_READ, idle_handler);
        churn_apply();
    }
}

static void churn_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.update = request_choice(request, "mode", "register|update", REQUIRED) == 1;
    run.apply = request_number(request, "apply", 0, 0, 1) == 1;
    request_end(request);
    open_all(1, SOCKET, false);
    add_watched(idle_handler);
    if (run.update)
        mechanism_add(run.watched, run.pairs[run.watched].watched, idle_handler);
    settle(run.update ? churn_update : churn_register);
}

static void churn_round(struct budget budget)
{
    struct measured measured = measure(budget, run.update ? churn_update : churn_register);
    int64_t expected = run.update && run.apply ? measured.iterations : 0;
    if (run.events != expected)
        fail("%lld events came, not %lld", (long long)run.events, (long long)expected);
    report(measured);
    printf("\n");
}
#endif

#include "latency.h"

int main(void)
{
    static const struct scenario scenarios[] = {
        {"ready", ready_setup, ready_round},
        {"ring", ring_setup, ring_round},
        {"busy", busy_setup, busy_round},
#ifndef KNOWS_READY
        {"churn", churn_setup, churn_round},
        {"gooch", gooch_setup, gooch_round},
#endif
        {"wakeup", wakeup_setup, wakeup_round},
        {"timeout", timeout_setup, timeout_round},
        {NULL, NULL, NULL},
    };
    return serve(&(struct contender){NAME, VERSION(), scenarios, close_all});
}
