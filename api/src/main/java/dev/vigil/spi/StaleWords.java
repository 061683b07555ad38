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
    private static final int HAUNTED = 8;
    private static final int SHORTEST = 2 * HAUNTED;

    /** Long enough for as many ghosts as a process has descriptors, and at a microsecond each over in a second. */
    private static final int LONGEST = 1 << 18;

    private long suspect;
    private int times;
    private int since;
    private int patience = SHORTEST;

    boolean isHaunted(long word) {
        if (word == suspect) {
            times++;
            if (times >= HAUNTED) {
                suspect = 0;
                since = 0;
                patience = SHORTEST;
                return true;
            }
        }
        if (suspect == 0 || ++since >= patience) {
            patience = suspect == 0 ? SHORTEST : Math.min(patience * 2, LONGEST);
            suspect = word;
            times = 1;
            since = 0;
        }
        return false;
    }
}
