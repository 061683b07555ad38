package dev.vigil.relay;

import dev.vigil.Readiness;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;

/**
 * A pair whose destination does not answer yet. Its addresses are tried in order. Meanwhile the first end is read, as far as the
 * buffer goes: so one that is reset is noticed at once, and its first bytes are there when the connection stands.
 */
final class Connecting implements Phase {
    private final RelayPair pair;
    private final RelayLoop home;
    private final Side first;
    private final Destination destination;
    private final Iterator<SocketAddress> addresses;

    /** What goes first to the destination, and what was read of the first end by now. */
    private final Backlog read;

    private boolean inputOver;

    /** The one under way, or null between two. */
    private Attempt attempt;

    /** Null unless there is a limit. */
    private Timer timer;

    /** Why the last attempt failed, with those before as suppressed; or null. */
    private IOException failure;

    private RelayOutcome outcome = RelayOutcome.CONNECT_FAILED;

    Connecting(RelayPair pair, RelayEnd firstEnd, Destination destination) {
        this.pair = pair;
        this.home = pair.home();
        this.first = new Side(pair, firstEnd);
        this.destination = destination;
        this.addresses = destination.addresses().iterator();
        this.read = home.backlog();
    }

    @Override
    public void begin() throws IOException {
        read.begin(destination.preamble());
        watchFirst();
        tryNext();
    }

    private void watchFirst() throws IOException {
        first.watch(first.end().canRead() && !inputOver && !read.isFull(), false);
    }

    /** Begins with the next address, until one answers or is waited for; ends the pair if there is none. */
    private void tryNext() {
        while (addresses.hasNext()) {
            try {
                attempt = new Attempt(pair, first.end(), addresses.next());
                if (attempt.begin()) {
                    run();
                } else if (home.settings.connectNanos() > 0) {
                    timer = home.schedule(
                            Duration.ofNanos(home.settings.connectNanos()), () -> pair.run(this::timeOut));
                }
                return;
            } catch (IOException e) {
                giveUp(RelayOutcome.CONNECT_FAILED, e);
            }
        }
        pair.end(outcome, failure);
    }

    /** Begins to move bytes: both ends are connected. */
    private void run() {
        cancelTimer();
        pair.become(new Running(pair, first, attempt.side(), read, inputOver));
    }

    private void giveUp(RelayOutcome how, IOException why) {
        cancelTimer();
        home.reportIfAny(closeAttempt(true, null));
        if (failure != null && failure != why) {
            why.addSuppressed(failure);
        }
        failure = why;
        outcome = how;
    }

    private void timeOut() {
        timer = null;
        giveUp(
                RelayOutcome.CONNECT_TIMED_OUT,
                new SocketTimeoutException(attempt.address() + " did not answer within "
                        + Duration.ofNanos(home.settings.connectNanos())));
        tryNext();
    }

    @Override
    public void onReady(Side side, Readiness ready) throws IOException {
        if (side == first) {
            readAhead(ready);
            return;
        }
        boolean connected;
        try {
            connected = attempt.isConnected();
        } catch (IOException e) {
            giveUp(RelayOutcome.CONNECT_FAILED, e);
            tryNext();
            return;
        }
        if (connected) {
            run();
        }
    }

    private void readAhead(Readiness ready) throws IOException {
        if (!first.isQuiet()) {
            if (read.isFull()) {
                // There was room when it was asked for; others of this loop have taken it since.
                watchFirst();
                return;
            }
            inputOver = read.fill(first.end(), home.settings.bufferBytes() - read.pending()) < 0;
        } else if (ready.isError()) {
            throw new IOException(first.end() + " has failed, or its peer is gone, before the destination answered");
        } else {
            first.hush(ready);
        }
        watchFirst();
    }

    /** What fails a pair from outside of an attempt is its first end, or a mistake in making the second. */
    @Override
    public RelayOutcome failure(Throwable why) {
        return why instanceof IOException ? RelayOutcome.FAILED : RelayOutcome.CONNECT_FAILED;
    }

    @Override
    public boolean hasPending() {
        return read.pending() > destination.preamble().length;
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private Throwable closeAttempt(boolean abort, Throwable before) {
        Attempt last = attempt;
        attempt = null;
        return last == null ? before : last.close(abort, before);
    }

    @Override
    public Throwable close(boolean abort) {
        cancelTimer();
        read.clear();
        return closeAttempt(abort, first.close(abort, null));
    }

    @Override
    public String toString() {
        return first.end() + " and " + destination;
    }
}
