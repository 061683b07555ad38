/* Registration, the modes of delivery, receipts and errors. */
#define _GNU_SOURCE
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct kevent e[8];
static char bytes[70000];

static void level_repeats_until_drained(void) {
    int p[2], kq = kqueue();
    CHECK(pipe(p) == 0 && change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0x1234567890abcdef) == 0);
    CHECK(fetch(kq, e, 8) == 0);
    CHECK(write(p[1], "abc", 3) == 3);
    for (int i = 0; i < 3; i++) {
        CHECK(fetch(kq, e, 8) == 1);
        CHECK(e[0].ident == (uintptr_t)p[0] && e[0].filter == EVFILT_READ && e[0].data == 3);
        CHECK((uintptr_t)e[0].udata == 0x1234567890abcdef && e[0].flags == 0);
    }
    CHECK(read(p[0], bytes, 8) == 3 && fetch(kq, e, 8) == 0);
    CHECK(write(p[1], "d", 1) == 1 && fetch(kq, e, 8) == 1);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_DELETE, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_DELETE, 0, 0) == ENOENT);
    close(kq), close(p[0]), close(p[1]);
}

static void clear_reports_changes_of_its_own_direction(void) {
    int s[2], kq = kqueue();
    local_pair(s);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 1) == 0);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_WRITE, EV_ADD | EV_CLEAR, 0, 2) == 0);
    CHECK(fetch(kq, e, 8) == 1 && e[0].filter == EVFILT_WRITE && fetch(kq, e, 8) == 0);
    for (int i = 1; i <= 3; i++) {
        CHECK(write(s[1], "x", 1) == 1);
        CHECK(fetch(kq, e, 8) == 1 && e[0].filter == EVFILT_READ && e[0].data == i);
        CHECK(fetch(kq, e, 8) == 0);
    }
    while (write(s[0], bytes, sizeof bytes) > 0) {
    }
    CHECK(fetch(kq, e, 8) == 0);
    while (read(s[1], bytes, sizeof bytes) > 0) {
    }
    CHECK(fetch(kq, e, 8) == 1 && e[0].filter == EVFILT_WRITE && e[0].data > 0);
    CHECK(change(kq, (uintptr_t)s[0], EVFILT_READ, EV_ADD | EV_CLEAR, 0, 3) == 0);
    CHECK(fetch(kq, e, 8) == 1 && e[0].filter == EVFILT_READ && (uintptr_t)e[0].udata == 3);
    close(kq), close(s[0]), close(s[1]);
}

static void oneshot_deletes_and_dispatch_disables(void) {
    int p[2], kq = kqueue();
    CHECK(pipe(p) == 0 && write(p[1], "x", 1) == 1);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 1 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ENABLE, 0, 0) == ENOENT);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD | EV_DISPATCH, 0, 0) == 0);
    CHECK(fetch(kq, e, 8) == 1 && write(p[1], "x", 1) == 1 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ENABLE, 0, 7) == 0);
    CHECK(fetch(kq, e, 8) == 1 && e[0].data == 2 && (uintptr_t)e[0].udata == 7 && fetch(kq, e, 8) == 0);
    close(kq), close(p[0]), close(p[1]);
}

static void a_disabled_note_is_silent_and_looks_again_when_enabled(void) {
    int p[2], kq = kqueue();
    CHECK(pipe(p) == 0 && change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD | EV_DISABLE, 0, 0) == 0);
    CHECK(write(p[1], "x", 1) == 1 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ENABLE, 0, 0) == 0 && fetch(kq, e, 8) == 1);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_DISABLE, 0, 0) == 0 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0) == 0 && fetch(kq, e, 8) == 1);
    close(kq), close(p[0]), close(p[1]);
}

static void receipts_and_errors_come_in_order_and_events_wait(void) {
    int p[2], kq = kqueue();
    struct kevent changes[3];
    memset(changes, 0, sizeof changes);
    CHECK(pipe(p) == 0 && write(p[1], "x", 1) == 1);
    uintptr_t idents[3] = {(uintptr_t)p[0], 60000, (uintptr_t)p[1]};
    for (int i = 0; i < 3; i++) {
        changes[i].ident = idents[i];
        changes[i].filter = i == 2 ? EVFILT_WRITE : EVFILT_READ;
        changes[i].flags = EV_ADD | EV_RECEIPT;
    }
    struct timespec generous = {20, 0};
    CHECK(KEVENT_SYMBOL(kq, changes, 3, e, 3, &generous) == 3);
    for (int i = 0; i < 3; i++) {
        CHECK(e[i].ident == idents[i] && (e[i].flags & EV_ERROR) && e[i].data == (i == 1 ? EBADF : 0));
    }
    CHECK(fetch(kq, e, 8) == 2);
    changes[1].flags = EV_ADD;
    CHECK(KEVENT_SYMBOL(kq, changes + 1, 1, NULL, 0, NULL) == -1 && errno == EBADF);
    CHECK(KEVENT_SYMBOL(kq, changes + 1, 1, changes + 1, 1, &generous) == 1 && changes[1].data == EBADF);
    CHECK(change(kq, (uintptr_t)p[0], 5000, EV_ADD, 0, 0) == EINVAL);
    CHECK(change(60001, (uintptr_t)p[0], EVFILT_READ, EV_ADD, 0, 0) == EBADF);
    int null = open("/dev/null", O_RDONLY);
    CHECK(change(kq, (uintptr_t)null, EVFILT_READ, EV_ADD, 0, 0) == EINVAL);
    close(null), close(kq), close(p[0]), close(p[1]);
}

static void a_user_event_is_triggered_and_keeps_its_flags(void) {
    int kq = kqueue();
    CHECK(change(kq, 7, EVFILT_USER, 0, NOTE_TRIGGER, 0) == ENOENT);
    CHECK(change(kq, 7, EVFILT_USER, EV_ADD | EV_CLEAR, 0, 9) == 0 && fetch(kq, e, 8) == 0);
    for (int i = 0; i < 3; i++) {
        CHECK(change(kq, 7, EVFILT_USER, 0, NOTE_TRIGGER | NOTE_FFOR | (1U << i), 9) == 0);
    }
    CHECK(fetch(kq, e, 8) == 1 && e[0].fflags == 7 && (uintptr_t)e[0].udata == 9 && e[0].ident == 7);
    CHECK(change(kq, 7, EVFILT_USER, EV_ENABLE, 0, 9) == 0 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, 8, EVFILT_USER, EV_ADD, NOTE_TRIGGER, 1) == 0);
    CHECK(fetch(kq, e, 8) == 1 && fetch(kq, e, 8) == 1); /* without EV_CLEAR it stays triggered */
    close(kq);
}

static void a_short_list_serves_every_note_in_turn(void) {
    int p[5][2], kq = kqueue();
    unsigned seen = 0;
    for (unsigned i = 0; i < 5; i++) {
        CHECK(pipe(p[i]) == 0 && write(p[i][1], "x", 1) == 1);
        CHECK(change(kq, (uintptr_t)p[i][0], EVFILT_READ, EV_ADD, 0, i) == 0);
    }
    for (int i = 0; i < 5; i++) {
        CHECK(fetch(kq, e, 1) == 1);
        seen |= 1U << (uintptr_t)e[0].udata;
    }
    CHECK(seen == 31 && fetch(kq, e, 8) == 5);
    close(kq);
    for (int i = 0; i < 5; i++) {
        close(p[i][0]), close(p[i][1]);
    }
}

static void urgent_data_has_a_filter_of_its_own(void) {
#ifdef EVFILT_EXCEPT
    int s[2], kq = kqueue();
    tcp_pair(s);
    CHECK(change(kq, (uintptr_t)s[1], EVFILT_EXCEPT, EV_ADD, NOTE_OOB, 0) == 0 && fetch(kq, e, 8) == 0);
    CHECK(change(kq, (uintptr_t)s[1], EVFILT_READ, EV_ADD, 0, 0) == 0);
    CHECK(send(s[0], "!", 1, MSG_OOB) == 1 && await(kq, e));
    CHECK(e[0].filter == EVFILT_EXCEPT && e[0].fflags == NOTE_OOB);
    close(kq), close(s[0]), close(s[1]);
#endif
}

static void ordinary_data_and_the_end_pass_its_filter_too(void) {
#ifdef EVFILT_EXCEPT
    int s[2], kq = kqueue();
    tcp_pair(s);
    CHECK(change(kq, (uintptr_t)s[1], EVFILT_EXCEPT, EV_ADD, NOTE_OOB, 0) == 0 && fetch(kq, e, 8) == 0);
    CHECK(send(s[0], "o", 1, 0) == 1 && await(kq, e));
    CHECK(e[0].filter == EVFILT_EXCEPT && e[0].fflags == 0 && e[0].data == 1);
    CHECK(shutdown(s[0], SHUT_WR) == 0);
    do {
        CHECK(await(kq, e) && e[0].filter == EVFILT_EXCEPT && e[0].fflags == 0);
    } while (!(e[0].flags & EV_EOF));
    close(kq), close(s[0]), close(s[1]);
#endif
}

void test_events(void) {
    level_repeats_until_drained();
    clear_reports_changes_of_its_own_direction();
    oneshot_deletes_and_dispatch_disables();
    a_disabled_note_is_silent_and_looks_again_when_enabled();
    receipts_and_errors_come_in_order_and_events_wait();
    a_user_event_is_triggered_and_keeps_its_flags();
    a_short_list_serves_every_note_in_turn();
    urgent_data_has_a_filter_of_its_own();
    ordinary_data_and_the_end_pass_its_filter_too();
}
