/* The scenario in which the active descriptors become others: drift. Part of scenarios.h. */

#ifndef KNOWS_READY
enum { WINDOWS = 1000 };

/* Those that the reply tells of; it grows as needed. */
static struct {
    char *text;
    size_t length, capacity;
} windows;

static void note_window(int64_t since_move, int64_t cost, int64_t events)
{
    if (windows.capacity - windows.length < 80) {
        windows.capacity = windows.capacity * 2 + 65536;
        windows.text = realloc(windows.text, windows.capacity);
        if (windows.text == NULL)
            fail("out of memory");
    }
    windows.length += (size_t)sprintf(windows.text + windows.length, "%lld:%lld:%lld,", (long long)since_move,
                                      (long long)cost, (long long)events);
}

INLINE void drift_handler(int index)
{
    if (run.up_to == NULL ? !run.hot[index] : !read_byte(run.pairs[index].watched)) {
        run.spurious++;
        return;
    }
    run.seen[index]++;
    run.events++;
}
DEFINE_HANDLER(drift_handler)

/* Side by side with those that were active before. */
static void place_set(void)
{
    for (int i = 0; i < run.drawn; i++) {
        int index = (spread(i, run.drawn) + run.moves) % run.watched;
        run.deck[i] = index;
        run.hot[index] = true;
        make_ready(index);
    }
}

static void move_set(void)
{
    for (int i = 0; i < run.drawn; i++) {
        int index = run.deck[i];
        run.hot[index] = false;
        if (run.sent[index] > 0 && run.seen[index] == 0)
            fail("descriptor %d was ready until a move and never seen", index);
        read_byte(run.pairs[index].watched);
    }
    place_set();
}

static void shuffle_ranks(void)
{
    for (int i = run.watched - 1; i > 0; i--) {
        int other = (int)random_below(&run.random, (uint64_t)i + 1);
        int index = run.deck[other];
        run.deck[other] = run.deck[i];
        run.deck[i] = index;
    }
}

static int rank_beyond(double number)
{
    int low = 0, high = run.watched - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (run.up_to[middle] > number)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void write_by_rank(void)
{
    run.draws++;
    for (int count = 0; count < run.drawn;) {
        double fraction = (double)(random_next(&run.random) >> 11) * 0x1p-53;
        int index = run.deck[rank_beyond(fraction * run.up_to[run.watched - 1])];
        if (run.drawn_in[index] != run.draws) {
            run.drawn_in[index] = run.draws;
            make_ready(index);
            count++;
        }
    }
}

static void drift_period(int64_t *goal)
{
    int64_t begin = now(), window = run.period / WINDOWS, end = begin + window, moment = begin;
    int64_t counted = run.events, apart = 0, used = clock_nanos(CLOCK_THREAD_CPUTIME_ID);
    while (moment - begin < run.period) {
        if (run.up_to == NULL) {
            mechanism_wait(true, drift_handler);
            check_errors();
        } else {
            int64_t start = now();
            write_by_rank();
            apart += now() - start;
            *goal += run.drawn;
            wait_for(*goal, drift_handler);
        }
        moment = now();
        if (moment >= end && run.events > counted) {
            int64_t cost = clock_nanos(CLOCK_THREAD_CPUTIME_ID) - used - apart;
            note_window(moment - begin, cost > 0 ? cost : 0, run.events - counted);
            counted = run.events;
            apart = 0;
            used = clock_nanos(CLOCK_THREAD_CPUTIME_ID);
            end = end + window > moment ? end + window : moment;
        }
    }
}

static void drift_iterate(int64_t iterations)
{
    int64_t goal = run.events;
    for (int64_t i = 0; i < iterations; i++) {
        run.moves++;
        if (run.up_to == NULL)
            move_set();
        else
            shuffle_ranks();
        if (windows.length > 0)
            windows.text[windows.length - 1] = ';';
        drift_period(&goal);
    }
}

static void drift_setup(struct request *request)
{
    run.watched = (int)request_watched(request, REQUIRED);
    if (run.watched < 2)
        fail("watched=%d: at least 2 are needed, to move from one to another", run.watched);
    int64_t absent = run.watched < 100 ? 1 : run.watched / 100;
    run.drawn = (int)request_number(request, "active", absent, 1, run.watched / 2);
    bool zipf = request_choice(request, "pattern", "set|zipf", REQUIRED) == 1;
    run.period = request_number(request, "period", SECOND, SECOND / 100, 60 * SECOND);
    run.random = (uint64_t)request_number(request, "seed", 1, 1, INT64_MAX);
    enum kind kind = (enum kind)request_choice(request, "kind", "pipe|socket", PIPE);
    request_end(request);
    run.block = true;
    open_all(0, kind, NOTHING_MORE);
    make_deck(run.watched);
    run.hot = allocate(run.watched, sizeof *run.hot);
    run.drawn_in = allocate(run.watched, sizeof *run.drawn_in);
    if (zipf) {
        run.up_to = allocate(run.watched, sizeof *run.up_to);
        double sum = 0;
        for (int rank = 0; rank < run.watched; rank++)
            run.up_to[rank] = sum += 1.0 / (rank + 1);
    }
    add_watched(drift_handler);
    if (!zipf)
        place_set();
    windows.length = 0;
    settle(drift_iterate);
}

static void drift_round(struct budget budget)
{
    if (budget.nanos > 0)
        budget = (struct budget){.iterations = (budget.nanos + run.period - 1) / run.period};
    windows.length = 0;
    struct measured measured = measure(budget, drift_iterate);
    if (run.up_to != NULL)
        check_sent_equals_seen();
    else
        for (int i = 0; i < run.watched; i++)
            if (run.sent[i] > 0 && run.seen[i] == 0)
                fail("descriptor %d was ready and never seen", i);
    report(measured);
    printf(" windows=%.*s\n", (int)windows.length - 1, windows.text);
}
#endif
