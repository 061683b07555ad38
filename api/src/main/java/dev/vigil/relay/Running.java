package dev.vigil.relay;

import dev.vigil.Readiness;
import java.io.IOException;

/**
 * A pair whose ends are both connected: two sides, and a {@link Flow} each way. Here the two directions meet: when both have come to
 * their end the pair is finished, and when an end fails, what it sent before is delivered before the other end is told.
 */
final class Running implements Phase {
    private final RelayPair pair;
    private final Side first;
    private final Side second;
    private final Flow forth;
    private final Flow back;
    private final IdleTimer idle;

    /** {@code read} is what was read from the first end by now, {@code inputOver} whether that has ended. */
    Running(RelayPair pair, Side first, Side second, Backlog read, boolean inputOver) {
        RelayLoop home = pair.home();
        this.pair = pair;
        this.first = first;
        this.second = second;
        forth = new Flow(home, first.end(), second.end(), read, inputOver, pair.forthCounters());
        back = new Flow(home, second.end(), first.end(), home.backlog(), false, pair.backCounters());
        Flow.join(forth, back);
        idle = new IdleTimer(pair);
    }

    /** Refuses two ends that can both only be read, or only be written: nothing could ever be moved. */
    static void requireOpposite(RelayEnd first, RelayEnd second) {
        if (!(first.canRead() && second.canWrite()) && !(second.canRead() && first.canWrite())) {
            throw new IllegalArgumentException("no byte can move between " + first + " and " + second
                    + ": give one end that can be read and one that can be written");
        }
    }

    @Override
    public void begin() throws IOException {
        idle.start();
        forth.begin();
        settle();
    }

    @Override
    public void onReady(Side side, Readiness ready) throws IOException {
        Flow incoming = side == first ? forth : back;
        Flow outgoing = side == first ? back : forth;
        if (side.isQuiet()) {
            if (ready.isError()) {
                outgoing.breakOutput(new IOException(
                        side.end() + " has failed, or its peer is gone, while nothing was read from it"));
            }
            // And what was sent before it is still to be read, when there is room.
            side.hush(ready);
        } else {
            // What a reset end still has comes first: the system tells of the reset once, and a write would take that
            // from the read.
            boolean moved = ready.isReadable() && incoming.onReadable();
            moved |= ready.isWritable() && outgoing.onWritable();
            if (moved) {
                idle.moved();
            }
        }
        settle();
    }

    /** Brings in line what the two directions have come to. */
    private void settle() throws IOException {
        spread(forth, back);
        spread(back, forth);
        IOException firstFailure = failure(forth, back);
        IOException secondFailure = failure(back, forth);
        if (firstFailure != null && secondFailure != null) {
            pair.end(RelayOutcome.FAILED, firstFailure, true);
        } else if (firstFailure != null && forth.isDelivered()) {
            breakOff(first, second, forth, back, firstFailure);
        } else if (secondFailure != null && back.isDelivered()) {
            breakOff(second, first, back, forth, secondFailure);
        } else if (forth.isDone() && back.isDone()) {
            pair.end(RelayOutcome.FINISHED, null, false);
        } else {
            first.watch(forth.wantsInput(), back.wantsOutput());
            second.watch(back.wantsInput(), forth.wantsOutput());
        }
    }

    /** An end that cannot be read cannot be written. The other way round it is read on, but its end is believed no more. */
    private static void spread(Flow incoming, Flow outgoing) {
        if (incoming.inputFailure() != null) {
            outgoing.breakOutput(incoming.inputFailure());
        }
    }

    /** Why an end has failed, or null: it cannot be read, or not be written. */
    private static IOException failure(Flow incoming, Flow outgoing) {
        return incoming.inputFailure() != null ? incoming.inputFailure() : outgoing.outputFailure();
    }

    private void breakOff(Side failed, Side survivor, Flow delivered, Flow dropped, IOException why) {
        boolean outputEnded = delivered.hasPassedOnEnd();
        boolean inputOver = dropped.isInputOver() || !survivor.end().canRead();
        release();
        pair.home().reportIfAny(failed.close(true, null));
        pair.become(new BreakingOff(pair, survivor, outputEnded, inputOver, why));
    }

    @Override
    public RelayOutcome failure(Throwable why) {
        return RelayOutcome.FAILED;
    }

    @Override
    public boolean hasPending() {
        return forth.hasPending() || back.hasPending();
    }

    private void release() {
        idle.cancel();
        forth.release();
        back.release();
    }

    @Override
    public Throwable close(boolean abort) {
        Throwable mistake = null;
        try {
            release();
        } catch (RuntimeException | Error e) {
            // The ends are closed whatever a pipe of somebody else's throws.
            mistake = e;
        }
        return second.close(abort, first.close(abort, mistake));
    }

    @Override
    public String toString() {
        return first.end() + " and " + second.end();
    }
}
