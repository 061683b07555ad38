package dev.vigil.spi;

import dev.vigil.Readiness;
import java.lang.System.Logger.Level;

/**
 * Notices a poll loop that turns without getting anywhere: many polls in a row that bring nothing but a hang-up, an error or
 * a read-closed of the same registration, which its handler leaves as it is. Tells of each registration once.
 */
final class SpinGuard {
    /** At a few microseconds each, a tenth of a second of nothing else. */
    private static final int TOO_MANY = 10_000;

    private Entry suspect;
    private int times;

    void useful() {
        suspect = null;
    }

    /** A batch brought nothing else than this, or nothing at all (null). */
    void futile(Entry entry, int ready) {
        if (entry == null || entry != suspect) {
            suspect = entry;
            times = 1;
            return;
        }
        if (++times == TOO_MANY && !entry.diagnosed) {
            entry.diagnosed = true;
            // Not before: the first logger of a JVM takes ten milliseconds.
            System.getLogger("dev.vigil")
                    .log(
                            Level.WARNING,
                            "{0} polls in a row brought nothing but {1} of {2} (handler {3}): the state stays until the"
                                    + " descriptor is closed. Cancel the registration and close the descriptor, or pause it with"
                                    + " update(Interest.NONE).",
                            TOO_MANY,
                            Readiness.of(ready),
                            entry.describe(),
                            entry.handler.getClass().getName());
        }
    }
}
