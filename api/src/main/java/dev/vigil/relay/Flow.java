package dev.vigil.relay;

import java.io.IOException;

/**
 * One direction of a pair, and the place where a pair half-closes. Reads only while there is room, writes only what is taken, and ends
 * the output when the input has ended and everything before was written. Only for the loop's thread.
 *
 * <p>A turn goes on as long as reads come back full and writes are taken whole, so that a fast stream costs one poll for a
 * budget of bytes and no control call at all. In the steady state of a fast sender and a slow receiver the one stays unwatched
 * and the other watched: each time there is room the sender is read without being asked, and only if that finds nothing is it
 * watched again.
 *
 * <p>When the receiver breaks, what it would have got is dropped, and what the sender still sends is read and thrown away: it may
 * have to finish sending before it reads the answer. When the sender breaks, what it had sent before is still delivered.
 */
final class Flow {
    private final RelayLoop home;
    private final RelayEnd from;
    private final RelayEnd to;
    private final FlowBuffer buffer;
    private final long budget;
    private final FlowCounters counters;

    /** Whether the input has come to its end, or broke off: nothing more is read. */
    private boolean inputOver;

    /** Whether the end was passed on, and nothing is left to be done here. */
    private boolean done;

    private boolean endPassedOn;

    /** Why the input broke off, or null. */
    private IOException inputFailure;

    /** Why nothing can be written any more, or null. */
    private IOException outputFailure;

    /** The other direction, between the same ends. */
    private Flow opposite;

    /** Whether reading has stopped for want of room, and since when. */
    private boolean stalled;

    private long stalledSince;

    /** {@code inputOver} if the sender has ended already. */
    Flow(RelayLoop home, RelayEnd from, RelayEnd to, Backlog read, boolean inputOver, FlowCounters counters) {
        this.home = home;
        this.from = from;
        this.to = to;
        this.buffer = new FlowBuffer(home, from.pipes(to), read);
        this.budget = home.settings.budgetBytes();
        this.counters = counters;
        this.inputOver = inputOver;
        this.done = !from.canRead() || !to.canWrite();
    }

    /** Makes two flows those of one pair, before they begin. */
    static void join(Flow one, Flow other) {
        one.opposite = other;
        other.opposite = one;
    }

    boolean hasPending() {
        return !buffer.isEmpty();
    }

    /** Whether nothing is left to be done: the input has ended, and that was passed on if there was anybody to take it. */
    boolean isDone() {
        return done;
    }

    /** Whether everything that came from the sender was delivered, and no more will come. */
    boolean isDelivered() {
        return done || (inputOver && buffer.isEmpty());
    }

    /** Whether the receiver was given everything, and told that this was all. */
    boolean hasPassedOnEnd() {
        return endPassedOn;
    }

    boolean isInputOver() {
        return inputOver;
    }

    IOException inputFailure() {
        return inputFailure;
    }

    IOException outputFailure() {
        return outputFailure;
    }

    /** Whether the sending end is to be watched. */
    boolean wantsInput() {
        return !done && !inputOver && !stalled;
    }

    /** Whether the receiving end is to be watched. */
    boolean wantsOutput() {
        return !done && !buffer.isEmpty();
    }

    /** Gives the receiver what was read by now, and its end if there is one. */
    void begin() {
        if (!done) {
            pump(false, true);
        }
    }

    /** The sending end has something. Returns whether bytes were moved. */
    boolean onReadable() {
        return wantsInput() && (outputFailure == null ? pump(true, buffer.isEmpty()) : discard());
    }

    /** The receiving end takes something. Returns whether bytes were moved. */
    boolean onWritable() {
        return wantsOutput() && pump(stalled, true);
    }

    private boolean pump(boolean mayRead, boolean mayWrite) {
        boolean reads = mayRead;
        boolean writes = mayWrite;
        long read = 0;
        long written = 0;
        try {
            while (true) {
                while (writes && !buffer.isEmpty() && written < budget) {
                    long before = buffer.pending();
                    try {
                        writes = buffer.drain(to);
                    } catch (IOException e) {
                        breakOutput(e);
                        return true;
                    }
                    written += before - buffer.pending();
                }
                // What is read now is younger.
                buffer.leaveTransit();
                if (!reads || inputOver || read >= budget || buffer.isFull()) {
                    break;
                }
                read += fill(budget - read);
                reads = !buffer.sourceIsExhausted();
            }
        } finally {
            if (written > 0) {
                counters.moved(written);
            }
            buffer.rest();
        }
        noteStall();
        passOnEnd();
        return read > 0 || written > 0;
    }

    private long fill(long most) {
        try {
            long count = buffer.fill(from, most);
            inputOver = count < 0;
            if (inputOver) {
                inputFailure = opposite.tryOutput();
            }
            return Math.max(0, count);
        } catch (IOException e) {
            inputFailure = e;
            inputOver = true;
            return 0;
        }
    }

    /** Reads and throws away: nobody takes it any more. */
    private boolean discard() {
        try {
            int count = home.discard(from);
            inputOver = count < 0;
            done = inputOver;
            return count > 0;
        } catch (IOException e) {
            inputFailure = e;
            inputOver = true;
            done = true;
            return false;
        }
    }

    /** Half-closes: the receiver is told once it has got everything. What broke off is no end. */
    private void passOnEnd() {
        if (inputOver && inputFailure == null && buffer.isEmpty() && !done) {
            done = true;
            try {
                to.endOutput();
                endPassedOn = true;
            } catch (IOException e) {
                outputFailure = e;
            }
        }
    }

    /** The receiver takes no more, ever. */
    void breakOutput(IOException why) {
        if (done || outputFailure != null) {
            return;
        }
        outputFailure = why;
        buffer.clear();
        resume();
        done = inputOver;
    }

    /**
     * Why nothing can be written any more, or null: tried with what waits to be written. For the other direction, whose input has ended:
     * that is no end of a whole if its sender cannot be written to. The system tells of a reset once, and if it tells a write, reading
     * finds an end afterwards; and one that has written something before it was told tells nobody.
     */
    private IOException tryOutput() {
        if (wantsOutput()) {
            pump(false, true);
        }
        return outputFailure;
    }

    private void noteStall() {
        boolean full = !inputOver && buffer.isFull();
        if (full && !stalled) {
            stalled = true;
            stalledSince = System.nanoTime();
            counters.stalled();
        } else if (!full) {
            resume();
        }
    }

    private void resume() {
        if (stalled) {
            stalled = false;
            counters.stallEnded(System.nanoTime() - stalledSince);
        }
    }

    /** Gives everything back. */
    void release() {
        done = true;
        buffer.clear();
        resume();
    }
}
