package dev.vigil.kqueue;

import java.util.Locale;

/**
 * What differs between the systems that have kqueue: the layout of {@code struct kevent}, the prototype of kevent(), and
 * the numbers of the filters.
 */
enum KqueueSystem {
    /** From {@code bsd/sys/event.h} of xnu. */
    MACOS(KeventLayout.CLASSIC, false, -1, -2, -10, -15, 0x2),
    /** From {@code sys/event.h} of FreeBSD 12 and later: {@code kevent@FBSD_1.5}, the version that dlsym(3) finds. */
    FREEBSD(KeventLayout.EXTENDED, false, -1, -2, -11),
    /** From {@code sys/event.h} of FreeBSD 11 and before. */
    FREEBSD_11(KeventLayout.CLASSIC, false, -1, -2, -11),
    /** From {@code sys/event.h} of OpenBSD; {@code EVFILT_USER} only in late releases. */
    OPENBSD(KeventLayout.CLASSIC, false, -1, -2, -10, -9, 0x4),
    /**
     * From {@code sys/event.h} of NetBSD; {@code EVFILT_USER} since 10. The plain {@code kevent} of its libc is the one of
     * NetBSD 5 and before, with a 32-bit time; {@code __kevent50} is kept by later releases that have a newer one.
     */
    NETBSD(KeventLayout.WIDE, true, 0, 1, 8),
    /** From {@code sys/event.h} of DragonFly. */
    DRAGONFLY(KeventLayout.CLASSIC, false, -1, -2, -9, -8, 0x2),
    /** From {@code sys/event.h} of libkqueue, which is a library over epoll and no kernel: see {@link #isKernel()}. */
    LIBKQUEUE(KeventLayout.CLASSIC, false, -1, -2, -11);

    /** No filter has this number. */
    private static final int ABSENT = Integer.MIN_VALUE;

    private final KeventLayout layout;
    private final boolean sizeCounts;
    private final int read;
    private final int write;
    private final int user;
    private final int except;
    private final int outOfBand;

    KqueueSystem(KeventLayout layout, boolean sizeCounts, int read, int write, int user) {
        this(layout, sizeCounts, read, write, user, ABSENT, 0);
    }

    KqueueSystem(KeventLayout layout, boolean sizeCounts, int read, int write, int user, int except, int outOfBand) {
        this.layout = layout;
        this.sizeCounts = sizeCounts;
        this.read = read;
        this.write = write;
        this.user = user;
        this.except = except;
        this.outOfBand = outOfBand;
    }

    /** The system that this JVM runs on; libkqueue where there is no kqueue of its own. */
    static KqueueSystem current() {
        return of(System.getProperty("os.name"), System.getProperty("os.version"));
    }

    static KqueueSystem of(String osName, String osVersion) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return MACOS;
        }
        return switch (name) {
            case "freebsd" -> majorOf(osVersion) < 12 ? FREEBSD_11 : FREEBSD;
            case "openbsd" -> OPENBSD;
            case "netbsd" -> NETBSD;
            case "dragonfly", "dragonflybsd" -> DRAGONFLY;
            default -> LIBKQUEUE;
        };
    }

    private static int majorOf(String osVersion) {
        String digits = osVersion.split("\\D", 2)[0];
        return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /**
     * Whether a kernel answers. libkqueue differs from the manual page in four ways that matter here: EV_ADD of a knote that
     * is there fails (unless with EV_CLEAR), EV_ADD with EV_DISABLE stays enabled, close(2) removes nothing, and its queue
     * cannot be watched by another.
     */
    boolean isKernel() {
        return this != LIBKQUEUE;
    }

    KeventLayout layout() {
        return layout;
    }

    /** Whether kevent() is called {@code __kevent50} and counts in {@code size_t}. */
    boolean hasSizeCounts() {
        return sizeCounts;
    }

    int read() {
        return read;
    }

    int write() {
        return write;
    }

    int user() {
        return user;
    }

    /** {@code EVFILT_EXCEPT}; meaningless without {@link #hasExcept()}. */
    int except() {
        return except;
    }

    boolean hasExcept() {
        return except != ABSENT;
    }

    /**
     * Whether {@code EVFILT_EXCEPT} tells of ordinary data and the end too, and of urgent data by {@code NOTE_OOB} among its
     * notes: in xnu it is the filter of EVFILT_READ.
     */
    boolean exceptTellsOfData() {
        return this == MACOS;
    }

    /** {@code NOTE_OOB}. */
    int outOfBand() {
        return outOfBand;
    }
}
