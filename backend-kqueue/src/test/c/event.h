/*
 * struct kevent and its constants in the three binary layouts of the systems that have kqueue:
 * LAYOUT 32 as on macOS, 64 as on FreeBSD 12 and later, 40 as on NetBSD.
 *
 * Written from kqueue(2) of those systems. Numbers and field widths are those of their <sys/event.h>.
 */
#ifndef VIGIL_FIXTURE_EVENT_H
#define VIGIL_FIXTURE_EVENT_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#if LAYOUT == 32
struct kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};
typedef int kevent_count;
#define KEVENT_SYMBOL kevent
#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_USER (-10)
#define EVFILT_EXCEPT (-15)
#elif LAYOUT == 64
struct kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    int64_t data;
    void *udata;
    uint64_t ext[4];
};
typedef int kevent_count;
#define KEVENT_SYMBOL kevent
#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_USER (-11)
#elif LAYOUT == 40
struct kevent {
    uintptr_t ident;
    uint32_t filter;
    uint32_t flags;
    uint32_t fflags;
    int64_t data;
    void *udata;
};
typedef size_t kevent_count;
#define KEVENT_SYMBOL __kevent50
#define EVFILT_READ 0U
#define EVFILT_WRITE 1U
#define EVFILT_USER 8U
#else
#error "compile with -DLAYOUT=32, 64 or 40"
#endif

_Static_assert(sizeof(struct kevent) == LAYOUT, "the layout is named by its size");

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_RECEIPT 0x0040
#define EV_DISPATCH 0x0080
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

#define NOTE_OOB 0x00000002
#define NOTE_TRIGGER 0x01000000
#define NOTE_FFAND 0x40000000
#define NOTE_FFOR 0x80000000
#define NOTE_FFCOPY 0xc0000000
#define NOTE_FFCTRLMASK 0xc0000000
#define NOTE_FFLAGSMASK 0x00ffffff

/** Opens a queue. */
int kqueue(void);

/** Applies changes, then reports events; exported under the name that the layout's system uses. */
int KEVENT_SYMBOL(int kq, const struct kevent *changes, kevent_count nchanges, struct kevent *events,
                  kevent_count nevents, const struct timespec *timeout);

/** close(2), which also frees what a queue holds. */
int close(int fd);

#endif
