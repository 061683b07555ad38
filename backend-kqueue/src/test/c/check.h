/* What the tests of the fixture share: a queue per test, short words for changes and events. */
#ifndef VIGIL_FIXTURE_CHECK_H
#define VIGIL_FIXTURE_CHECK_H

#include "event.h"

#include <stdbool.h>

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

/** Ends the process with the place and the condition when it does not hold. */
void check(bool holds, const char *condition, const char *file, int line);

/** Submits one change and no room for events: 0, or the errno. */
int change(int kq, uintptr_t ident, int filter, unsigned flags, unsigned fflags, uintptr_t udata);

/** Fetches up to limit events without waiting. */
int fetch(int kq, struct kevent *events, int limit);

/** Fetches at most one event within a generous limit; its flags, or 0 when none came. */
unsigned await(int kq, struct kevent *event);

/** Two connected TCP sockets over loopback, non-blocking. */
void tcp_pair(int fds[2]);

/** Two connected local stream sockets, non-blocking. */
void local_pair(int fds[2]);

void test_events(void);
void test_endings(void);
void test_waiting(void);

#endif
