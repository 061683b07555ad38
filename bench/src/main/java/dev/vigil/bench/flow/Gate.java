package dev.vigil.bench.flow;

/** When the far end of one stream takes, and how much: once in each round trip, what had been sent by then. Touches no clock. */
final class Gate {
    private final long delayNanos;
    private long next;
    private long goal;
    private long heldSum;
    private long opened;

    /**
     * A gate that is closed.
     *
     * @param delayNanos the round trip
     * @param first when it opens for the first time
     */
    Gate(long delayNanos, long first) {
        this.delayNanos = delayNanos;
        this.next = first;
    }

    /** When it opens next, if all was taken by then. */
    long next() {
        return next;
    }

    /** Looks at the clock: opens if it is time and everything of the last time was taken. Returns whether it opened now. */
    boolean open(long now, long sent, long received) {
        if (now - next < 0 || received < goal) {
            return false;
        }
        goal = sent;
        heldSum += sent - received;
        opened++;
        // What came late shifts all that follows: an acknowledgement does not overtake what it acknowledges.
        next = Math.max(next + delayNanos, now);
        return true;
    }

    /** How many bytes may be taken now. */
    long allowance(long received) {
        return goal - received;
    }

    /** How many bytes lay before it when it opened, on average. */
    double held() {
        return opened == 0 ? 0 : (double) heldSum / opened;
    }

    /** Begins a new average. */
    void forgetHeld() {
        heldSum = 0;
        opened = 0;
    }
}
