package dev.vigil.selector;

import dev.vigil.spi.Mechanism;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends what an entry of the kernel's set does that nobody has any more: one whose number was closed or replaced behind the JDK's back
 * while a duplicate lives, in another process for instance. It ends each wait at once, and brings nothing for any key: the JDK's own
 * selector returns 0 from every selection then, and its user spins.
 *
 * <p>Only for the thread that selects, which holds the selector's monitor: so no control call is under way.
 */
final class Ghosts {
    /** A wait may end early once or twice, by a signal or a late word of a mechanism with a thread of its own. */
    private static final int IN_A_ROW = 8;

    /** Between two waits, where a new set does not help or cannot be had. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final Mechanism mechanism;
    private final WatchedKeys keys;
    private int inARow;
    private boolean toldOfRefusal;

    Ghosts(Mechanism mechanism, WatchedKeys keys) {
        this.mechanism = mechanism;
        this.keys = keys;
    }

    /** Called before the first wait of a selection. */
    void selectionBegins() {
        inARow = 0;
    }

    /** Called after a wait that ended before its time, by nobody's wish, and brought nothing for any key. */
    void waitedInVain() {
        if (++inARow >= IN_A_ROW && !(inARow % IN_A_ROW == 0 && isRebuilt())) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** What the system refuses, for want of descriptors or memory for instance, is tried again. */
    private boolean isRebuilt() {
        try {
            boolean rebuilt = mechanism.rebuild(keys.watches());
            if (rebuilt) {
                inARow = 0;
            }
            return rebuilt;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            tellOfRefusal(e);
            return false;
        }
    }

    private void tellOfRefusal(Throwable why) {
        if (!toldOfRefusal) {
            toldOfRefusal = true;
            System.getLogger("dev.vigil.selector")
                    .log(
                            Level.WARNING,
                            "a descriptor that was closed while a duplicate lives ends each wait of a selector at once, and a new set"
                                    + " without it cannot be had: {0}; it is tried again, with pauses",
                            why instanceof IOException ? why.getMessage() : why.toString());
        }
    }
}
