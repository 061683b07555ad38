/* The scenarios in which something is ready all the time: ready, ring, busy and churn. Part of scenarios.h. */

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
    open_all(0, kind, NOTHING_MORE);
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
    open_all(0, kind, NOTHING_MORE);
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
    open_all(0, kind, NOTHING_MORE);
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
    open_all(1, SOCKET, NOTHING_MORE);
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
