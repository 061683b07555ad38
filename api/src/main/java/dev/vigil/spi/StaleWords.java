package dev.vigil.spi;

/**
 * Notices that the same stale word keeps coming back. One or two are in order: they were fetched before the registration
 * ended. A word that returns in every wait is a ghost: a descriptor was closed without being cancelled while a duplicate
 * keeps the open file, and with it the kernel's entry, alive (epoll(7), Q6).
 */
final class StaleWords {
    private static final int HAUNTED = 8;

    private long last;
    private int times;

    boolean isHaunted(long word) {
        if (word != last) {
            last = word;
            times = 1;
            return false;
        }
        if (++times < HAUNTED) {
            return false;
        }
        times = 0;
        return true;
    }
}
