package dev.vigil.wait;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Flags;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;

/**
 * One descriptor, and all who wait for it. Guarded by the lock of the descriptor; only {@link #watch} is read without it.
 *
 * <p>The watch is one-shot, for all directions that anybody waits for. When it has fired it stays, silent: the next wait arms it, which is
 * one system call and not two. When the last one goes away unserved it is taken out.
 */
final class Station {
    private final int fd;

    /** Null until it is first armed. */
    volatile Watch watch;

    /** Those who wait, the latest first. */
    private Waiting first;

    Station(int fd) {
        this.fd = fd;
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(Waiting waiting) {
        waiting.next = first;
        first = waiting;
    }

    /** Takes one out. Returns whether it was there. */
    boolean remove(Waiting gone) {
        Waiting before = null;
        for (Waiting each = first; each != null; each = each.next) {
            if (each == gone) {
                if (before == null) {
                    first = each.next;
                } else {
                    before.next = each.next;
                }
                return true;
            }
            before = each;
        }
        return false;
    }

    private Interest all() {
        Interest all = Interest.NONE;
        for (Waiting each = first; each != null; each = each.next) {
            all = all.and(each.interest);
        }
        return all.oneShot();
    }

    /**
     * Watches for all that anybody here waits for. What is ready now is told again, so this is never left out: the number may have been
     * closed and be another file's now, which no mechanism tells by itself.
     */
    void arm(Mechanism mechanism, long word) throws IOException {
        Interest wanted = all();
        Watch known = watch;
        if (known != null) {
            Interest from = known.interest();
            known.interest(wanted);
            known.armed(true);
            try {
                mechanism.change(known, from);
                return;
            } catch (IOException e) {
                // Closed since, and perhaps another file now: that one is watched anew.
                watch = null;
                mechanism.remove(known);
            }
        }
        Watch fresh = new Watch(fd, null, word, wanted);
        // Before the mechanism knows it: it may look it up.
        watch = fresh;
        try {
            mechanism.add(fresh);
        } catch (Throwable e) {
            watch = null;
            throw e;
        }
    }

    /** Takes those out whom it concerns what was seen. Returns them, to be told. */
    Waiting take(int seen) {
        watch.armed(false);
        boolean gone = (seen & Readiness.INVALID_BIT) != 0;
        Waiting taken = null;
        Waiting left = null;
        Waiting each = first;
        while (each != null) {
            Waiting next = each.next;
            int told = gone ? Waiting.LOOK_AGAIN : Flags.told(each.interest, seen);
            if (told == 0) {
                each.next = left;
                left = each;
            } else {
                each.toTell = told;
                each.next = taken;
                taken = each;
            }
            each = next;
        }
        first = left;
        return taken;
    }

    /** Takes all out, to be told the same. */
    Waiting takeAll(int what, Throwable failure) {
        Waiting all = first;
        first = null;
        for (Waiting each = all; each != null; each = each.next) {
            each.failure = failure;
            each.toTell = what;
        }
        return all;
    }

    void end(Mechanism mechanism) {
        Watch known = watch;
        watch = null;
        if (known != null) {
            mechanism.remove(known);
        }
    }
}
