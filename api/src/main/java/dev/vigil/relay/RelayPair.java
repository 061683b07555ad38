package dev.vigil.relay;

import dev.vigil.Readiness;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Two ends that a {@link Relay} moves bytes between. Every method may be called by any thread. */
public final class RelayPair {
    private final RelayLoop home;
    private final RelaySide first;
    private final RelaySide second;
    private final RelayFlow forth;
    private final RelayFlow back;

    /** The connection under way and where it goes, or null. */
    private final SocketChannel connecting;

    private final SocketAddress destination;

    /** These only for the loop's thread. */
    private boolean connected;

    private boolean ending;
    private Timer timer;
    private long lastMoved;

    /** Written by the loop's thread, the outcome last: whoever sees it finds both ends closed and the end counted. */
    private volatile Throwable cause;

    private volatile RelayOutcome outcome;

    RelayPair(RelayLoop home, RelayEnd firstEnd, RelayEnd secondEnd) {
        this(home, firstEnd, secondEnd, null, null);
    }

    RelayPair(RelayLoop home, RelayEnd firstEnd, SocketChannel connecting, SocketAddress destination) {
        this(home, firstEnd, home.settings.ends().apply(connecting), connecting, destination);
    }

    /** {@code connecting} is null where there is no connection to be made, or none that could be; the latter have a destination. */
    RelayPair(
            RelayLoop home,
            RelayEnd firstEnd,
            RelayEnd secondEnd,
            SocketChannel connecting,
            SocketAddress destination) {
        this.home = home;
        this.connecting = connecting;
        this.destination = destination;
        first = new RelaySide(this, firstEnd);
        second = new RelaySide(this, secondEnd);
        forth = new RelayFlow(this, firstEnd, secondEnd, home.forth);
        back = new RelayFlow(this, secondEnd, firstEnd, home.back);
        first.connect(back, forth);
        second.connect(forth, back);
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

    /** Ends the pair, soon. What is buffered is dropped, and both peers see the stream as broken off in that case. Idempotent. */
    public void close() {
        if (home.loop.isInLoop()) {
            end(RelayOutcome.CUT, null);
            return;
        }
        try {
            home.loop.execute(() -> end(RelayOutcome.CUT, null));
        } catch (RejectedExecutionException e) {
            // The loop ends; whoever closes the relay closes what is left.
            return;
        }
    }

    RelayLoop relayLoop() {
        return home;
    }

    /** Starts, on the loop's thread. */
    void begin() {
        try {
            if (connecting != null && !connecting.connect(destination)) {
                second.registerConnecting(home.loop);
                if (home.settings.connectNanos() > 0) {
                    timer = home.loop.schedule(
                            Duration.ofNanos(home.settings.connectNanos()),
                            () -> end(RelayOutcome.CONNECT_TIMED_OUT, null));
                }
                return;
            }
            if (connecting == null && destination != null) {
                // Tells why.
                second.register(home.loop);
            }
            relay();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Begins to move bytes: both ends are connected. */
    private void relay() throws IOException {
        if (connecting != null) {
            ChannelEnd.sendAtOnce(connecting);
        }
        connected = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (home.settings.idleNanos() > 0) {
            lastMoved = System.nanoTime();
            timer = home.loop.schedule(Duration.ofNanos(home.settings.idleNanos()), this::lookIdle);
        }
        first.register(home.loop);
        second.register(home.loop);
    }

    void onReady(RelaySide side, Readiness ready) {
        try {
            if (ready.isInvalid()) {
                throw new IOException(side.end() + " was closed by somebody else");
            }
            if (!connected) {
                if (connecting.finishConnect()) {
                    relay();
                }
                return;
            }
            if (side.serve(ready) && timer != null) {
                lastMoved = System.nanoTime();
            }
            settleBoth();
        } catch (Throwable e) {
            fail(e);
        }
        home.lendAgain();
    }

    /** Brings both registrations in line. */
    void settle() {
        try {
            settleBoth();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void settleBoth() throws IOException {
        if (forth.isDone() && back.isDone()) {
            end(RelayOutcome.FINISHED, null);
        } else if (!ending) {
            first.settle();
            second.settle();
        }
    }

    /** Runs when the pair would be idle for too long if nothing was moved meanwhile. */
    private void lookIdle() {
        long left = lastMoved + home.settings.idleNanos() - System.nanoTime();
        if (left <= 0) {
            end(RelayOutcome.IDLE, null);
        } else {
            timer = home.loop.schedule(Duration.ofNanos(left), this::lookIdle);
        }
    }

    /** The system's refusals are part of the business; what else is thrown is somebody's mistake. */
    private void fail(Throwable e) {
        end(connected || destination == null ? RelayOutcome.FAILED : RelayOutcome.CONNECT_FAILED, e);
        if (!(e instanceof IOException)) {
            home.loop.report(e);
        }
    }

    /** Ends the pair and frees what it holds. On the loop's thread, or when that has ended. */
    void end(RelayOutcome how, Throwable why) {
        if (ending) {
            return;
        }
        ending = true;
        cause = why;
        boolean broken =
                how != RelayOutcome.FINISHED && (how == RelayOutcome.FAILED || forth.hasPending() || back.hasPending());
        if (timer != null) {
            timer.cancel();
        }
        first.cancel();
        second.cancel();
        forth.release();
        back.release();
        Throwable mistake = close(second.end(), broken, close(first.end(), broken, null));
        home.count(this, how);
        outcome = how;
        home.ended(this);
        if (mistake != null) {
            home.loop.report(mistake);
        }
    }

    /** Never began. Returns what the closing of an end threw unchecked, or null. */
    Throwable refuse() {
        Throwable mistake = close(second.end(), false, close(first.end(), false, null));
        outcome = RelayOutcome.CUT;
        return mistake;
    }

    /** Closes an end. Returns what was somebody's mistake by then, or null. */
    private static Throwable close(RelayEnd end, boolean broken, Throwable before) {
        try {
            if (broken) {
                end.abort();
            } else {
                end.close();
            }
        } catch (IOException e) {
            // It is closed all the same, and there is nobody to tell: what could be delivered was.
            return before;
        } catch (Throwable e) {
            if (before != null) {
                e.addSuppressed(before);
            }
            return e;
        }
        return before;
    }

    @Override
    public String toString() {
        return first.end() + " and " + second.end() + (outcome == null ? "" : ", " + outcome);
    }
}
