package dev.vigil.kqueue;

/** From {@code <sys/event.h>}: the flags and notes that have the same number on every system here. */
final class KeventConstants {
    /** Adds, or changes what is there. */
    static final int EV_ADD = 0x0001;
    /** Removes. */
    static final int EV_DELETE = 0x0002;
    /** Lets events through. */
    static final int EV_ENABLE = 0x0004;
    /** Holds events back. */
    static final int EV_DISABLE = 0x0008;
    /** Is removed by its first event. */
    static final int EV_ONESHOT = 0x0010;
    /** Is reset by each event: edge. */
    static final int EV_CLEAR = 0x0020;
    /** Answers this change with an entry of its own, whether it worked or not. */
    static final int EV_RECEIPT = 0x0040;
    /** Is disabled by each event. */
    static final int EV_DISPATCH = 0x0080;
    /** The entry answers a change; its data is the errno, or 0. */
    static final int EV_ERROR = 0x4000;
    /** The direction has ended. */
    static final int EV_EOF = 0x8000;

    /** Triggers {@code EVFILT_USER}. */
    static final int NOTE_TRIGGER = 0x01000000;

    private KeventConstants() {}
}
