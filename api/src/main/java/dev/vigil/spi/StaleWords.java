package dev.vigil.spi;

/**
 * Notices that the same stale word keeps coming back. One or two are in order: they were fetched before the registration
 * ended. A word that returns in wait after wait is a ghost: a descriptor was closed without being cancelled while a duplicate
 * keeps the open file, and with it the kernel's entry, alive (epoll(7), Q6).
 *
 * <p>Several ghosts come in turn. So one word is suspected for a while, whatever comes between, and if it does not come often
 * enough the next suspect is watched for twice as long: that finds a ghost among any number (R. P. Brent's way to find a cycle).
 */
final class StaleWords {
    /** What is to be thought of a stale word. */
    enum Verdict {
        /** Nothing yet. */
        NONE,
        /** It comes often: the registration may be about to end in another thread, which can be asked. */
        SUSPECT,
        /** It came as often again after that: a ghost, if that thread was asked. */
        GHOST
    }

    private static final int SUSPECT = 4;
    private static final int GHOST = 8;
    private static final int SHORTEST = 2 * GHOST;

    /** Long enough for as many ghosts as a process has descriptors, and at a microsecond each over in a second. */
    private static final int LONGEST = 1 << 18;

    private long suspect;
    private int times;
    private int since;
    private int patience = SHORTEST;

    Verdict see(long word) {
        if (word == suspect) {
            times++;
            if (times == SUSPECT) {
                return Verdict.SUSPECT;
            }
            if (times == GHOST) {
                suspect = 0;
                since = 0;
                patience = SHORTEST;
                return Verdict.GHOST;
            }
        }
        if (suspect == 0 || ++since >= patience) {
            patience = suspect == 0 ? SHORTEST : Math.min(patience * 2, LONGEST);
            suspect = word;
            times = 1;
            since = 0;
        }
        return Verdict.NONE;
    }

    /** The suspect was none: it is looked at anew. */
    void acquit() {
        suspect = 0;
    }
}
