package dev.vigil.accept;

import dev.vigil.Interest;
import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;

/**
 * One of several loops that watch one listener exclusively.
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
 */
final class ExclusiveLoop<C> {
    /** How long a loop leaves a flood to the others; and a connection at most waits because of that, if those are stuck. */
    static final Duration ASIDE = Duration.ofMillis(10);

    private final ExclusiveLoops<C> all;
    private final int number;
    private final EventLoop loop;
    private final HandOver<C> handOver;
    private final int batch;
    private final Duration asideTime;
    private final ArrivalRate rate;
    private final ListenerWatch<C> watch;

    /** How many the others had handed on when it last left a flood to them. Guarded by {@link #all}. */
    private long left = -1;

    ExclusiveLoop(
            ExclusiveLoops<C> all,
            Acceptor acceptor,
            AcceptorBuilder settings,
            int number,
            Listener<C> listener,
            HandOver<C> handOver) {
        this.all = all;
        this.number = number;
        this.loop = settings.group.loops().get(number);
        this.handOver = handOver;
        this.batch = settings.batch;
        this.asideTime = settings.standAside;
        this.rate = new ArrivalRate(settings.rotateEvery, settings.floodWithin);
        this.watch = new ListenerWatch<>(
                acceptor, loop, listener, Interest.READ.exclusive(), settings.retryAfter, this::serve);
    }

    void start() throws IOException {
        watch.start();
    }

    void stop() {
        watch.stop();
    }

    private void serve() throws IOException {
        for (int i = 0; i < batch && watch.mayAccept(); i++) {
            C connection = watch.accept();
            if (connection == null) {
                leaveNothingBehind();
                return;
            }
            rate.count();
            // Who serves a flood for others that stand aside does not make way for them.
            if (rate.isRotationDue() && !all.isAnyAside()) {
                rotateAndGive(connection);
                return;
            }
            handOver.give(number, loop, connection);
        }
        all.callBack();
    }

    /** Rotates first: by the time the client is answered, and connects again, the next waiter is at the head of the queue. */
    private void rotateAndGive(C connection) throws IOException {
        try {
            if (watch.mayAccept()) {
                rate.rotated();
                watch.rotate();
            }
        } finally {
            handOver.give(number, loop, connection);
        }
    }

    private void leaveNothingBehind() throws IOException {
        if (!rate.isFlood() || !watch.mayAccept()) {
            return;
        }
        rate.floodServed();
        if (!all.standAside(this) && !all.isAnyAside()) {
            rate.rotated();
            watch.rotate();
        }
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
        watch.pause().standAside(asideTime);
        return true;
    }

    /** For any thread. */
    boolean mayAccept() {
        return watch.mayAccept();
    }

    /** For any thread. */
    boolean isAside() {
        return watch.pause().isAside() && watch.isAlive();
    }

    /** For any thread. */
    void callBack() {
        watch.pause().callBack();
    }

    /** How many connections it has handed on. */
    long handed() {
        return handOver.handed(number);
    }
}
