package dev.vigil.spi;

import dev.vigil.Interest;
import dev.vigil.Readiness;

/** What a handler is told of what the system said. */
public final class Flags {
    /** Told whatever was asked for. */
    private static final int UNASKED = Readiness.HANGUP_BIT | Readiness.ERROR_BIT | Readiness.INVALID_BIT;

    private Flags() {}

    /**
     * Masks what was not asked for, and has code that knows two flags learn of the others: hang-up, error and an invalid
     * descriptor make readable and writable what was asked for, and the end of the data makes readable.
     *
     * @param interest what was asked for
     * @param seen what the system said, in {@link Readiness} bits
     * @return what is told, 0 for nothing
     */
    public static int told(Interest interest, int seen) {
        int directions = interest.directions();
        int ready = seen & (directions | UNASKED);
        if ((seen & UNASKED) != 0) {
            ready |= directions & (Readiness.READABLE_BIT | Readiness.WRITABLE_BIT);
            if ((seen & Readiness.HANGUP_BIT) != 0) {
                ready |= directions & Readiness.READ_CLOSED_BIT;
            }
        }
        if ((ready & Readiness.READ_CLOSED_BIT) != 0) {
            ready |= Readiness.READABLE_BIT;
        }
        return ready;
    }
}
