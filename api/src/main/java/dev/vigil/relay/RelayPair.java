package dev.vigil.relay;

import dev.vigil.Readiness;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Two ends that a {@link Relay} moves bytes between. Every method may be called by any thread; what it asks for is done by the thread of
 * the pair's loop.
 */
public final class RelayPair {
    /** Its neighbours in the list of its loop that it is in. */
    RelayPair previous;

    RelayPair next;

    private final RelayLoop home;
    private final FlowCounters forth;
    private final FlowCounters back;

    /** What it is at. Only for the loop's thread, as is the next one. */
    private Phase phase;

    private boolean ended;

    /** Written by the loop's thread, the outcome last: whoever sees it finds both ends closed and the end counted. */
    private volatile Throwable cause;

    private volatile RelayOutcome outcome;

    /** What it is called, written before it begins and at its end; null if its ends cannot say what they are called. */
    private volatile String name;

    RelayPair(RelayLoop home, Function<RelayPair, Phase> beginning) {
        this.home = home;
        forth = new FlowCounters(home.forth);
        back = new FlowCounters(home.back);
        phase = beginning.apply(this);
        name = phase.toString();
    }

    /**
     * What went from the first end to the second.
     *
     * @return the counts by now
     */
    public RelayCounts forth() {
        return forth.counts();
    }

    /**
     * What went from the second end to the first.
     *
     * @return the counts by now
     */
    public RelayCounts back() {
        return back.counts();
    }

    /**
     * Whether the pair goes on.
     *
     * @return false once it has ended, and both ends are closed
     */
    public boolean isActive() {
        return outcome == null;
    }

    /**
     * How the pair ended.
     *
     * @return the outcome, or null while it goes on
     */
    public RelayOutcome outcome() {
        return outcome;
    }

    /**
     * What made the pair fail.
     *
     * @return the exception, or null if there was none
     */
    public Throwable cause() {
        return cause;
    }

    /**
     * Ends the pair, soon: also on the thread of its loop, where handlers and tasks that are under way come first. What is buffered is
     * dropped, and both peers see the stream as broken off in that case. Idempotent.
     */
    public void close() {
        try {
            home.loop.execute(() -> end(RelayOutcome.CUT, null));
        } catch (RejectedExecutionException e) {
            // The loop ends, and its pairs with it.
            return;
        }
    }

    RelayLoop home() {
        return home;
    }

    FlowCounters forthCounters() {
        return forth;
    }

    FlowCounters backCounters() {
        return back;
    }

    /** Starts. On the loop's thread, as all that follows. */
    void begin() {
        become(phase);
    }

    /** Goes on as something else, which takes over what the phase before had. */
    void become(Phase next) {
        phase = next;
        try {
            next.begin();
        } catch (Throwable e) {
            fail(e);
        }
    }

    void onReady(Side side, Readiness ready) {
        try {
            if (ready.isInvalid()) {
                side.lose();
                throw new IOException(side.end() + " was closed by somebody else");
            }
            phase.onReady(side, ready);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Does what no event has asked for. What it throws ends the pair. */
    void run(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Something that is done for a pair. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** The system's refusals are part of the business; what else is thrown is somebody's mistake. */
    void fail(Throwable why) {
        end(phase.failure(why), why, true);
        if (!(why instanceof IOException)) {
            home.report(why);
        }
    }

    /** Ends the pair; peers see the stream as broken off if bytes are dropped that came from one of them. */
    void end(RelayOutcome how, Throwable why) {
        end(how, why, phase.hasPending());
    }

    /** Ends the pair and frees what it holds. */
    void end(RelayOutcome how, Throwable why, boolean abort) {
        if (ended) {
            return;
        }
        ended = true;
        Throwable unnamed = nameAs(how);
        Throwable mistake = closePhase(abort);
        home.remove(this, how);
        cause = why;
        outcome = how;
        home.ended(this);
        home.reportIfAny(unnamed);
        home.reportIfAny(mistake);
    }

    private Throwable closePhase(boolean abort) {
        try {
            return phase.close(abort);
        } catch (Throwable e) {
            return e;
        }
    }

    /** Asks the ends, which may be somebody else's, what they are called. Returns what that threw, or null. */
    private Throwable nameAs(RelayOutcome how) {
        try {
            name = phase + ", " + how;
            return null;
        } catch (RuntimeException | Error e) {
            name = null;
            return e;
        }
    }

    /** Never began. Returns what the closing of an end threw unchecked, or null. By any thread, which nobody else knows the pair of. */
    Throwable refuse() {
        Throwable mistake = closePhase(false);
        outcome = RelayOutcome.CUT;
        return mistake;
    }

    @Override
    public String toString() {
        String known = name;
        return known == null ? "a pair, " + outcome : known;
    }
}
