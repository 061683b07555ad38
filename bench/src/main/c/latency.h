/* The scenarios of lateness, in which the poller really blocks: wakeup and timeout. Part of scenarios.h. */

/* --- wakeup ----------------------------------------------------------------------------------------------- */

/* For WAKER, and, should a descriptor that is idle ever be reported, for that too. */
INLINE void wakeup_handler(int index)
{
    if (index == WAKER) {
        mechanism_woken();
        run.woken = true;
    } else {
        run.spurious++;
    }
}
DEFINE_HANDLER(wakeup_handler)

static void *wake_again_and_again(void *unused)
{
    (void)unused;
    for (;;) {
        await(&run.orders);
        if (run.helper_stop)
            return NULL;
        sleep_until(now() + run.pause);
        run.woken_at = now();
        mechanism_wake();
    }
}

static void wakeup_iterate(int64_t iterations)
{
    for (int64_t i = 0; i < iterations; i++) {
        run.woken = false;
        order_helper();
        mechanism_wait(true, wakeup_handler);
        while (!run.woken) {
            check_errors();
            run.spurious++;
            mechanism_wait(true, wakeup_handler);
        }
        samples_add(&run.samples, now() - run.woken_at);
        run.events++;
    }
}

static void wakeup_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    run.pause = request_number(request, "pause", 200000, 0, SECOND);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    request_end(request);
    run.block = true;
    open_all(0, kind, WAKER_TOO);
    add_watched(wakeup_handler);
    start_helper(wake_again_and_again);
    settle(wakeup_iterate);
}

static void wakeup_round(struct budget budget)
{
    struct measured measured = measure(budget, wakeup_iterate);
    report(measured);
    samples_report(&run.samples);
    printf("\n");
}

/* --- timeout ---------------------------------------------------------------------------------------------- */

static void timeout_iterate(int64_t iterations)
{
    for (int64_t i = 0; i < iterations; i++) {
        int64_t start = now();
        mechanism_sleep(run.timeout, idle_handler);
        int64_t lateness = now() - start - run.timeout;
        check_errors();
        samples_add(&run.samples, lateness);
        run.early += lateness < 0;
    }
}

static void timeout_setup(struct request *request)
{
    run.timeout = request_number(request, "nanos", REQUIRED, 1, 10 * SECOND);
    run.watched = (int)request_watched(request, 1);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    request_end(request);
    open_all(0, kind, FINE_TIMER_TOO);
    add_watched(idle_handler);
    settle(timeout_iterate);
}

static void timeout_round(struct budget budget)
{
    struct measured measured = measure(budget, timeout_iterate);
    if (run.events != 0)
        fail("%lld events came, and nothing was ready", (long long)run.events);
    run.events = measured.iterations;
    report(measured);
    samples_report(&run.samples);
    printf(" early=%lld\n", (long long)run.early);
}
