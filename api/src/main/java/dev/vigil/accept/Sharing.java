package dev.vigil.accept;

/** How the loops of a group share one address. */
public enum Sharing {
    /**
     * Every loop watches the listener exclusively and accepts for itself; one that has accepted goes to the back of the
     * wake-up queue. A connection wakes one loop that is waiting, so a loop that is busy holds nothing back. Needs
     * {@link dev.vigil.Feature#EXCLUSIVE}.
     */
    EXCLUSIVE,

    /**
     * A thread of the acceptor's own accepts, and deals connections out to the loops in turn. A loop that does not come for
     * its connection loses it to the next one. Works on every backend.
     */
    DEALING,

    /**
     * Every loop has a listener of its own, bound to the same address with {@code SO_REUSEPORT}: the kernel deals connections
     * out by a hash of their addresses, when they arrive. Connections wait for the loop that they were dealt to, however slow
     * it is, and are reset when its listener closes. Never chosen automatically.
     */
    REUSE_PORT
}
