package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_ADD;
import static dev.vigil.kqueue.KeventConstants.EV_CLEAR;
import static dev.vigil.kqueue.KeventConstants.EV_DISABLE;
import static dev.vigil.kqueue.KeventConstants.EV_DISPATCH;
import static dev.vigil.kqueue.KeventConstants.EV_ONESHOT;

import dev.vigil.Interest;

/**
 * Which filters an interest needs, and in which mode: the flags of a knote, 0 for none. Three of them fit into one number, a byte
 * for each filter.
 *
 * @param system the numbers of the filters, and what they tell
 * @param abilities which modes there are
 */
record Filters(KqueueSystem system, Abilities abilities) {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int EXCEPT = 2;
    static final int COUNT = 3;

    private static final int MODE = EV_CLEAR | EV_DISPATCH | EV_ONESHOT;

    /** The flags of one filter. */
    static int flags(int held, int filter) {
        return held >>> (filter * Byte.SIZE) & 0xff;
    }

    /** Whether a knote is there that only close(2) removes. */
    static boolean isLasting(int flags) {
        return flags != 0 && (flags & EV_ONESHOT) == 0;
    }

    static boolean mustCome(int have, int want) {
        return want != 0 && !stands(have, want);
    }

    /** A knote keeps the mode it was made with, whatever EV_ADD says later. */
    boolean mustGo(int have, int want) {
        return have != 0 && !stands(have, want) && (want == 0 || (have & MODE) != (want & MODE) || !system.isKernel());
    }

    /** Whether a knote is as it should be, and reports by level: then each wait looks again, and nothing has to be changed. */
    static boolean stands(int have, int want) {
        return have == want && (want & MODE) == 0;
    }

    static int urgency(boolean urgent) {
        return urgent ? EV_ADD : EV_ADD | EV_CLEAR;
    }

    int wanted(Interest interest, int filter) {
        return switch (filter) {
            case READ -> {
                if (interest.isRead()) {
                    yield mode(interest);
                }
                yield interest.isReadClosed() || interest.isPriority() ? EV_ADD | EV_CLEAR : 0;
            }
            case WRITE -> interest.isWrite() ? mode(interest) : 0;
            default -> interest.isPriority() ? exceptMode(interest) : 0;
        };
    }

    /** By edge where it tells of any data: by level it would do so in every wait, and one-shot would be spent on it. */
    int exceptMode(Interest interest) {
        return system.exceptTellsOfData() ? urgency(false) : mode(interest);
    }

    int mode(Interest interest) {
        if (interest.isOneShot()) {
            // Fires once whatever else is said; the look that rearms it is an EV_ADD.
            return EV_ADD | (abilities.dispatch() ? EV_DISPATCH : EV_ONESHOT);
        }
        return interest.isEdge() ? EV_ADD | EV_CLEAR : EV_ADD;
    }

    /** Disabled, so that {@link Knotes#isGone} has something to look for; a watch that has nothing gets READ. */
    int paused(int had, int filter) {
        if (!system.isKernel()) {
            return 0;
        }
        int have = flags(had, filter);
        if (have == 0) {
            return had == 0 && filter == READ ? EV_ADD | EV_DISABLE : 0;
        }
        return have | EV_DISABLE;
    }

    int number(int filter) {
        return switch (filter) {
            case READ -> system.read();
            case WRITE -> system.write();
            default -> system.except();
        };
    }

    int index(int number) {
        return number == system.read() ? READ : number == system.write() ? WRITE : EXCEPT;
    }

    String name(int number) {
        return number == system.read() ? "READ" : number == system.write() ? "WRITE" : "PRIORITY";
    }

    int notes(int filter) {
        return filter == EXCEPT ? system.outOfBand() : 0;
    }
}
