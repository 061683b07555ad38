package dev.vigil.accept;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One loop that accepts from one listener.
 *
 * <p>Notes about sharing a listener on Linux:
 *
 * <p>(a) A connection wakes the first exclusive waiter whose thread is in epoll_wait. One that is busy is noted, and passed
 * over: so nothing waits for a busy loop as long as another one is idle, provided that each accepts one connection at a time
 * and hands it on at once.
 *
 * <p>(b) The wake-up is given to one waiter and not taken back. If that one ends before it accepts, nobody else hears of the
 * connection until the next one comes; level or not, for the other waiters were never told. Hence the look that each loop
 * takes now and then, which is an accept and does not change the order of waiters.
 *
 * <p>(c) Going to the back of the queue is DEL and ADD, and ADD looks at the state. So whoever has rotated need not accept until
 * EAGAIN: what is there is reported to it again, and what comes later wakes the next waiter. A further accept would only take
 * that one's connection away.
 *
 * <p>(d) In a flood a loop that is about to wait again is woken for nearly every connection, and where processors are short
 * each of these wake-ups costs a connection or so: two loops accept less than one. So a loop that has had its share of a flood, and
 * has left nothing behind, leaves the listener to the others for a while; at least one of them stays, and calls back whoever
 * left as soon as it finds a full batch.
 *
 * <p>(e) With EMFILE, ENFILE, ENOBUFS the connection stays where it is and the listener stays readable. Without a pause a
 * level registration would spin.
 */
final class Accepting<C> implements EventHandler {
    private enum State {
        WATCHING,
        /** Leaves a flood to the others. */
        ASIDE,
        /** One of the others wants it back. */
        CALLED,
        /** Leaves the listener alone for a while, whatever the others do. */
        PAUSED
    }

    /** What a connection is handed to. Runs on the thread of the loop that accepted it. */
    @FunctionalInterface
    interface Taker<C> {
        void take(C connection) throws IOException;
    }

    /** How often to look for connections that nobody was woken for, and whether the listener is still open. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** How long a loop leaves a flood to the others; and a connection at most waits because of that, if those are stuck. */
    static final Duration ASIDE = Duration.ofMillis(10);

    /** One failure may be the fault of a connection, which is gone with it; two in a row are the system's. */
    private static final int FAILURES = 2;

    private final Acceptor acceptor;
    private final EventLoop loop;
    private final Listener<C> listener;
    private final Interest interest;
    private final Taker<C> taker;
    private final int batch;
    private final Pace pace;
    private final Duration retryAfter;
    private final Duration standAside;

    /** Written once, before the first event; read by the thread that closes. */
    private volatile Registration registration;

    private volatile Timer look;

    /** Written by the loop's thread; by others only from ASIDE to CALLED. */
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    /** When it comes back from standing aside, unless it is held. Written before the state. */
    private volatile long asideUntil;

    /** These only for the loop's thread. How many the others had handed on when it last left a flood to them. */
    private long left = -1;

    private Timer pause;

    Accepting(
            Acceptor acceptor,
            AcceptorBuilder settings,
            EventLoop loop,
            Listener<C> listener,
            Interest interest,
            Taker<C> taker) {
        this.acceptor = acceptor;
        this.loop = loop;
        this.listener = listener;
        this.interest = interest;
        this.taker = taker;
        this.batch = settings.batch;
        this.pace = new Pace(settings.rotateEvery, settings.floodWithin);
        this.retryAfter = settings.retryAfter;
        this.standAside = settings.standAside;
    }

    void start() throws IOException {
        look = loop.schedulePeriodically(LOOK, this::look);
        registration = listener.register(loop.source(), Interest.NONE, this);
        registration.update(interest);
    }

    void stop() {
        Timer timer = look;
        if (timer != null) {
            timer.cancel();
        }
        Registration standing = registration;
        if (standing != null) {
            standing.cancel();
        }
    }

    @Override
    public void onReady(Registration ready, Readiness readiness) throws IOException {
        acceptBatch();
    }

    private void acceptBatch() throws IOException {
        int failures = 0;
        for (int i = 0; i < batch && mayAccept() && !acceptor.isCongested(); i++) {
            C connection;
            try {
                connection = listener.accept();
            } catch (IOException | RuntimeException e) {
                if (!listener.isOpen()) {
                    acceptor.listenerClosed();
                    return;
                }
                failures++;
                if (failures == FAILURES) {
                    acceptor.refused(e);
                    pauseFor(retryAfter);
                    return;
                }
                continue;
            }
            failures = 0;
            if (connection == null) {
                leaveNothingBehind();
                return;
            }
            if (interest.isExclusive() && isRotationDue()) {
                rotateAndTake(connection);
                return;
            }
            taker.take(connection);
        }
        if (acceptor.isCongested()) {
            pauseFor(Dealer.PATIENCE);
        } else {
            acceptor.callBack();
        }
    }

    /** Whether this loop watches the listener: not while it is paused, nor once it or the acceptor has ended. For any thread. */
    boolean mayAccept() {
        return acceptor.isActive() && isAlive() && state.get() == State.WATCHING;
    }

    /** Whether neither the acceptor nor the loop has ended. */
    private boolean isAlive() {
        Registration standing = registration;
        return standing != null && standing.isActive();
    }

    /**
     * Leaves a flood to the others, who have handed on so many by now. Not if they have handed on none since the last time:
     * they are held, and this loop only seems to be one of several.
     */
    boolean standAside(long byOthers) {
        if (byOthers == left) {
            return false;
        }
        left = byOthers;
        asideUntil = System.nanoTime() + standAside.toNanos();
        state.set(State.ASIDE);
        return true;
    }

    /** Whether it leaves a flood to the others; not if it should be back and is held. For any thread. */
    boolean standsAside() {
        return state.get() == State.ASIDE && isAlive() && System.nanoTime() - asideUntil < 0;
    }

    /** Ends its standing aside, if that is what it does, soon. For any thread. */
    void callBack() {
        if (state.get() != State.ASIDE || !state.compareAndSet(State.ASIDE, State.CALLED)) {
            return;
        }
        try {
            loop.execute(this::comeBack);
        } catch (RejectedExecutionException e) {
            // It has ended.
            return;
        }
    }

    private void comeBack() {
        if (state.get() == State.CALLED) {
            resume();
        }
    }

    /** Counts a connection. Who serves a flood for others that stand aside does not make way for them. */
    private boolean isRotationDue() {
        pace.count();
        return pace.isRotationDue() && !acceptor.isAnyAside();
    }

    private void leaveNothingBehind() throws IOException {
        if (!pace.isFlood() || !interest.isExclusive()) {
            return;
        }
        pace.floodServed();
        if (acceptor.mayStandAside(this)) {
            beginPause(standAside);
        } else if (!acceptor.isAnyAside()) {
            rotate();
        }
    }

    /** Rotates first: by the time the client is answered, and connects again, the next waiter is at the head of the queue. */
    private void rotateAndTake(C connection) throws IOException {
        try {
            if (mayAccept()) {
                rotate();
            }
        } finally {
            taker.take(connection);
        }
    }

    private void rotate() throws IOException {
        pace.rotated();
        change(true);
    }

    private void look() {
        if (!listener.isOpen()) {
            acceptor.listenerClosed();
        } else if (mayAccept()) {
            try {
                acceptBatch();
            } catch (Throwable e) {
                loop.report(e);
            }
        }
    }

    private void pauseFor(Duration time) throws IOException {
        state.set(State.PAUSED);
        beginPause(time);
    }

    private void beginPause(Duration time) throws IOException {
        pause = loop.schedule(time, this::resume);
        change(false);
    }

    private void resume() {
        pause.cancel();
        state.set(State.WATCHING);
        if (mayAccept()) {
            try {
                change(false);
            } catch (IOException | RuntimeException e) {
                loop.report(e);
            }
        }
    }

    /** Rotates, or brings the registration in line with {@link #state}. The acceptor may be closed by another thread meanwhile. */
    private void change(boolean rotation) throws IOException {
        try {
            if (rotation) {
                registration.rotate();
            } else {
                registration.update(state.get() == State.WATCHING ? interest : Interest.NONE);
            }
        } catch (IOException | RuntimeException e) {
            if (!listener.isOpen()) {
                acceptor.listenerClosed();
            } else if (registration.isActive()) {
                throw e;
            }
        }
    }
}
