/* The scenario of Gooch's paper, in which the poller blocks between events: gooch. Part of scenarios.h. */

#ifndef KNOWS_READY
static void write_through_slice(int64_t start)
{
    draw();
    for (int i = 0; i < run.drawn; i++)
        run.moments[i] = start + (int64_t)random_below(&run.random, (uint64_t)run.slice);
    qsort(run.moments, (size_t)run.drawn, sizeof *run.moments, ascending);
    for (int i = 0; i < run.drawn && !run.helper_stop; i++) {
        sleep_until(run.moments[i]);
        make_ready(run.deck[i]);
        /* The poller would wait for ever for what was not written. */
        if (counters.error != 0) {
            errno = counters.error;
            die("write");
        }
    }
}

static void *write_at_random_moments(void *unused)
{
    (void)unused;
    for (;;) {
        await(&run.orders);
        for (int64_t slice = 0; slice < run.slices && !run.helper_stop; slice++)
            write_through_slice(run.start + slice * run.slice);
        sem_post(&run.done);
        if (run.helper_stop)
            return NULL;
    }
}

static void gooch_iterate(int64_t slices)
{
    int64_t goal = run.events + slices * run.drawn;
    run.slices = slices;
    run.start = now();
    order_helper();
    wait_for(goal, reading_handler);
    /* All was read, but the writer may not yet have seen that it is through. */
    await(&run.done);
}

static void gooch_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.drawn = (int)request_number(request, "active", 5, 1, run.watched);
    int64_t hot = request_number(request, "hot", run.watched < 50 ? run.watched : 50, 1, run.watched);
    bool local = request_choice(request, "pattern", "local|uniform", REQUIRED) == 0;
    run.slice = request_number(request, "slice", SECOND / 100, 1000, SECOND);
    run.random = (uint64_t)request_number(request, "seed", 1, 1, INT64_MAX);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    request_end(request);
    if (local && run.drawn > hot)
        fail("active=%d of hot=%lld: no more than the hot ones can be active", run.drawn, (long long)hot);
    run.block = true;
    open_all(0, kind, NOTHING_MORE);
    make_deck(local ? (int)hot : run.watched);
    run.moments = allocate(run.drawn, sizeof *run.moments);
    add_watched(reading_handler);
    start_helper(write_at_random_moments);
    settle(gooch_iterate);
}

static void gooch_round(struct budget budget)
{
    if (budget.nanos > 0)
        budget = (struct budget){.iterations = (budget.nanos + run.slice - 1) / run.slice};
    struct measured measured = measure(budget, gooch_iterate);
    check_sent_equals_seen();
    report(measured);
    printf(" share=%.6f\n", (double)measured.cpu / ((double)measured.iterations * (double)run.slice));
}
#endif
