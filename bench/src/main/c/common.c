#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/utsname.h>

enum {
    PAIRS_MAX = 16,
    /* Standard streams, the mechanism's own descriptors, and what libc opens now and then. */
    RESERVED = 32,
};

struct request {
    const char *word;
    int count;
    struct {
        const char *key, *value;
        bool used;
    } pairs[PAIRS_MAX];
};

struct counters counters;

static jmp_buf after_failure;
static char failure[512];
static int64_t descriptor_limit;

/* --- failures --------------------------------------------------------------------------------------------- */

_Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure, sizeof failure, format, arguments);
    va_end(arguments);
    longjmp(after_failure, 1);
}

_Noreturn void fail_errno(const char *call)
{
    int error = errno;
    fail("%s: %s", call, strerror(error));
}

_Noreturn void die(const char *call)
{
    int error = errno;
    printf("error message=%s: %s; the worker ends\n", call, strerror(error));
    fflush(stdout);
    _exit(1);
}

/* --- requests --------------------------------------------------------------------------------------------- */

static void parse(struct request *request, char *line)
{
    char *rest = NULL;
    char *token = strtok_r(line, " \r\n", &rest);
    *request = (struct request){.word = token != NULL ? token : ""};
    while ((token = strtok_r(NULL, " \r\n", &rest)) != NULL) {
        char *equals = strchr(token, '=');
        if (equals == NULL)
            fail("'%.40s' is no key=value", token);
        if (request->count == PAIRS_MAX)
            fail("more than %d keys", PAIRS_MAX);
        *equals = '\0';
        for (int i = 0; i < request->count; i++)
            if (strcmp(request->pairs[i].key, token) == 0)
                fail("%.40s is given twice", token);
        request->pairs[request->count].key = token;
        request->pairs[request->count++].value = equals + 1;
    }
}

static const char *take(struct request *request, const char *key, bool required)
{
    for (int i = 0; i < request->count; i++) {
        if (strcmp(request->pairs[i].key, key) == 0) {
            request->pairs[i].used = true;
            return request->pairs[i].value;
        }
    }
    if (required)
        fail("%s=... is missing", key);
    return NULL;
}

int64_t request_number(struct request *request, const char *key, int64_t absent, int64_t low, int64_t high)
{
    const char *text = take(request, key, absent == REQUIRED);
    if (text == NULL)
        return absent;
    char *end;
    errno = 0;
    int64_t value = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0' || errno != 0 || value < low || value > high)
        fail("%s=%.40s: a number from %lld to %lld is needed", key, text, (long long)low, (long long)high);
    return value;
}

double request_fraction(struct request *request, const char *key, double absent)
{
    const char *text = take(request, key, false);
    if (text == NULL)
        return absent;
    char *end;
    double value = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || !(value > 0 && value <= 1))
        fail("%s=%.40s: a fraction above 0 and up to 1 is needed", key, text);
    return value;
}

int request_choice(struct request *request, const char *key, const char *choices, int64_t absent)
{
    const char *text = take(request, key, absent == REQUIRED);
    if (text == NULL)
        return (int)absent;
    size_t length = strlen(text);
    int position = 0;
    for (const char *choice = choices;; position++) {
        size_t width = strcspn(choice, "|");
        if (width == length && strncmp(choice, text, length) == 0)
            return position;
        if (choice[width] == '\0')
            fail("%s=%.40s: one of %s is needed", key, text, choices);
        choice += width + 1;
    }
}

void request_end(struct request *request)
{
    for (int i = 0; i < request->count; i++)
        if (!request->pairs[i].used)
            fail("%.40s means nothing here", request->pairs[i].key);
}

/* --- the worker ------------------------------------------------------------------------------------------- */

static const struct scenario *current; /* null when nothing is set up */
static bool broken;                    /* a round failed: the state is unknown */

static void hello(const struct contender *self)
{
    printf("ok protocol=1 contender=%s version=%s limit=%lld scenarios=", self->name, self->version,
           (long long)descriptor_limit);
    for (const struct scenario *s = self->scenarios; s->name != NULL; s++)
        printf("%s%s", s == self->scenarios ? "" : ",", s->name);
    printf("\n");
}

static void setup(const struct contender *self, struct request *request)
{
    if (current != NULL)
        fail("%s is set up already; teardown comes first", current->name);
    const char *name = take(request, "scenario", true);
    const struct scenario *wanted = self->scenarios;
    while (wanted->name != NULL && strcmp(wanted->name, name) != 0)
        wanted++;
    if (wanted->name == NULL)
        fail("%s has no scenario '%.40s'", self->name, name);
    current = wanted;
    broken = false;
    wanted->setup(request);
    printf("ok\n");
}

static struct budget budget_of(struct request *request)
{
    struct budget budget = {
        .iterations = request_number(request, "iterations", 0, 1, INT64_C(1000000000)),
        .nanos = request_number(request, "nanos", 0, 1, 600 * SECOND),
    };
    request_end(request);
    if ((budget.iterations == 0) == (budget.nanos == 0))
        fail("either iterations=... or nanos=... is needed");
    return budget;
}

static void teardown(const struct contender *self)
{
    current = NULL;
    self->teardown();
}

/* Answers one request; false after the last. */
static bool answer(const struct contender *self, char *line)
{
    static struct request request;
    static bool in_setup, in_round;
    in_setup = in_round = false;
    if (setjmp(after_failure) != 0) {
        if (in_setup)
            teardown(self);
        if (in_round)
            broken = true;
        printf("error message=%s\n", failure);
        return true;
    }
    parse(&request, line);
    if (strcmp(request.word, "hello") == 0) {
        request_end(&request);
        hello(self);
    } else if (strcmp(request.word, "setup") == 0) {
        in_setup = current == NULL;
        setup(self, &request);
    } else if (strcmp(request.word, "round") == 0) {
        if (current == NULL)
            fail("nothing is set up; setup comes first");
        if (broken)
            fail("the round before failed; teardown comes first");
        struct budget budget = budget_of(&request);
        in_round = true;
        current->round(budget);
    } else if (strcmp(request.word, "teardown") == 0) {
        if (current == NULL)
            fail("nothing is set up");
        request_end(&request);
        teardown(self);
        printf("ok\n");
    } else if (strcmp(request.word, "quit") == 0) {
        printf("ok\n");
        return false;
    } else {
        fail("'%.40s' is none of hello, setup, round, teardown, quit", request.word);
    }
    return true;
}

static sem_t sleeper_may_go;

static void *sleep_in_background(void *unused)
{
    (void)unused;
    while (sem_wait(&sleeper_may_go) != 0)
        continue;
    return NULL;
}

int serve(const struct contender *self)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    descriptor_limit = limit.rlim_cur > INT32_MAX ? INT32_MAX : (int64_t)limit.rlim_cur;

    /* With a second thread the kernel counts a reference on each file it touches, as it must in any JVM. */
    pthread_t sleeper;
    sem_init(&sleeper_may_go, 0, 0);
    int error = pthread_create(&sleeper, NULL, sleep_in_background, NULL);
    if (error != 0) {
        errno = error;
        die("pthread_create");
    }

    char *line = NULL;
    size_t size = 0;
    bool more = true;
    while (more && getline(&line, &size, stdin) > 0) {
        more = answer(self, line);
        /* Nobody listens any more: the same as the end of input. */
        if (fflush(stdout) != 0)
            more = false;
    }
    free(line);
    if (current != NULL)
        teardown(self);
    sem_post(&sleeper_may_go);
    pthread_join(sleeper, NULL);
    return 0;
}

const char *kernel_release(void)
{
    static struct utsname system;
    uname(&system);
    return system.release;
}

/* --- descriptors ------------------------------------------------------------------------------------------ */

struct pair *open_pairs(int count, int extra, enum kind kind)
{
    int64_t needed = 2 * (int64_t)count + RESERVED;
    if (needed > descriptor_limit)
        fail("watched=%d needs %lld descriptors, but RLIMIT_NOFILE is %lld: watched may be %lld at most", count - extra,
             (long long)needed, (long long)descriptor_limit, (long long)(descriptor_limit - RESERVED) / 2 - extra);
    struct pair *pairs = allocate(count, sizeof *pairs);
    for (int i = 0; i < count; i++) {
        int ends[2];
        int failed = kind == PIPE ? pipe2(ends, O_NONBLOCK | O_CLOEXEC)
                                  : socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends);
        if (failed) {
            int error = errno;
            close_pairs(pairs, i);
            errno = error;
            fail_errno(kind == PIPE ? "pipe2" : "socketpair");
        }
        pairs[i] = (struct pair){.watched = ends[0], .other = ends[1]};
    }
    return pairs;
}

void close_pairs(struct pair *pairs, int count)
{
    for (int i = 0; i < count; i++) {
        close(pairs[i].watched);
        close(pairs[i].other);
    }
    free(pairs);
}

void *allocate(int64_t count, size_t size)
{
    void *memory = calloc((size_t)count, size);
    if (memory == NULL)
        fail("no memory for %lld times %zu bytes", (long long)count, size);
    return memory;
}

/* --- samples ---------------------------------------------------------------------------------------------- */

void samples_add(struct samples *samples, int64_t value)
{
    if (samples->count == samples->capacity) {
        int64_t capacity = samples->capacity == 0 ? 4096 : 2 * samples->capacity;
        int64_t *values = realloc(samples->values, (size_t)capacity * sizeof *values);
        if (values == NULL)
            fail("no memory for %lld samples", (long long)capacity);
        samples->values = values;
        samples->capacity = capacity;
    }
    samples->values[samples->count++] = value;
}

int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Nearest rank: the smallest value that at least `permille` thousandths of all do not exceed. */
static int64_t percentile(const struct samples *samples, int64_t permille)
{
    return samples->values[(samples->count * permille + 999) / 1000 - 1];
}

void samples_report(struct samples *samples)
{
    qsort(samples->values, (size_t)samples->count, sizeof *samples->values, ascending);
    printf(" count=%lld p50=%lld p99=%lld p999=%lld max=%lld", (long long)samples->count,
           (long long)percentile(samples, 500), (long long)percentile(samples, 990),
           (long long)percentile(samples, 999), (long long)samples->values[samples->count - 1]);
}
